import type { InboundMessage, SentMessage } from "../views.ts";
import { list } from "./ask.ts";
import { dateAndTime, fieldOf, formById } from "./dom.ts";
import { isNews } from "./news.ts";
import { drawTable } from "./table.ts";

export const showInbound = async (): Promise<void> => {
  const messages = await list<InboundMessage>("inbound");
  if (!isNews(messages)) return;
  const rows = messages.map(({ at, channel, from, to, subject = "", text = "" }) => [
    dateAndTime(at),
    channel,
    from,
    to,
    subject,
    text,
  ]);
  drawTable("inbound-list", ["At", "Kind", "From", "To", "Subject", "Text"], rows);
};

/** Fills in the form with which somebody writes to the business, as the answer to a message of it. */
export const reply = ({ channel, from, to, subject }: SentMessage): void => {
  const form = formById("write");
  const bare = (address: string) => address.match(/<([^>]+)>/)?.[1] ?? address;
  fieldOf(form, "channel").value = channel;
  fieldOf(form, "from").value = bare(to.split(",")[0] ?? "");
  fieldOf(form, "to").value = bare(from);
  fieldOf(form, "subject").value = subject ? `Re: ${subject}` : "";
  location.hash = "inbound";
  fieldOf(form, "text").focus();
};
