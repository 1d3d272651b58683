import type { ServerResponse } from "node:http";
import { json, send } from "../front-door/answers.ts";
import type { Mailbox } from "../mail/mailbox.ts";

const usualLimit = 1000;
const highestLimit = 1_000_000;

/**
 * `GET messages?channel=&to=&limit=`: newest first, written one by one, as a campaign's hundred thousand are no text
 * to build in memory.
 */
export const writeMessages = async (
  mailbox: Mailbox,
  parameters: URLSearchParams,
  response: ServerResponse,
): Promise<void> => {
  const channel = parameters.get("channel") || undefined;
  const limit = Number(parameters.get("limit") || usualLimit);
  if (channel !== undefined && channel !== "email" && channel !== "sms") {
    return send(response, json({ message: "channel must be email or sms" }, 422));
  }
  if (!Number.isInteger(limit) || limit < 1 || limit > highestLimit) {
    return send(response, json({ message: `limit must be a whole number from 1 to ${highestLimit}` }, 422));
  }
  response.writeHead(200, { "content-type": "application/json", "cache-control": "no-store" });
  response.write('{"data":[');
  let separator = "";
  for (const message of mailbox.list({ channel, to: recipientIn(parameters), limit })) {
    if (!response.write(separator + JSON.stringify(message))) await emptied(response);
    if (response.destroyed) return;
    separator = ",";
  }
  response.end("]}");
};

/** When the reader has caught up, or gone. */
const emptied = (response: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    const settle = () => {
      response.off("drain", settle).off("close", settle);
      resolve();
    };
    response.on("drain", settle).on("close", settle);
  });

/** In a query a bare plus is a blank: `?to=+15145551212` means the number all the same. */
const recipientIn = (parameters: URLSearchParams): string | undefined =>
  parameters.get("to")?.replace(/^ (?=\d)/, "+") || undefined;
