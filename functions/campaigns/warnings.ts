import type { Account } from "../../shared/entities/account.ts";
import type { RenderedMail } from "../../shared/messaging/layout.ts";

export const warnings = ["no_postal_address", "clipped"] as const;
export type Warning = (typeof warnings)[number];

/** Gmail shows the first 102 KB of an e-mail; the rest, with the unsubscribe link, is behind a click. */
const GMAIL_BYTES = 102_000;

/** What speaks against sending anything in the name of an account. */
export const accountWarnings = ({ postalAddress }: Pick<Account, "postalAddress">): Warning[] =>
  postalAddress ? [] : ["no_postal_address"];

/** What speaks against sending an e-mail as it is, though nothing forbids it. */
export const warningsOf = (account: Pick<Account, "postalAddress">, { html }: RenderedMail): Warning[] => [
  ...accountWarnings(account),
  ...(Buffer.byteLength(html) > GMAIL_BYTES ? (["clipped"] as const) : []),
];
