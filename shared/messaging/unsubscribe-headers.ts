import type { MailHeader } from "./mail.ts";

/** One-click unsubscription (RFC 8058): the mailbox's own button sends a POST to the link. */
export const unsubscribeHeaders = (link: string): MailHeader[] => [
  { name: "List-Unsubscribe", value: `<${link}>` },
  { name: "List-Unsubscribe-Post", value: "List-Unsubscribe=One-Click" },
];
