import type { Account } from "../../../shared/entities/account.ts";
import type { Campaign } from "../../../shared/entities/campaign.ts";
import type { RenderedMail } from "../../../shared/messaging/layout.ts";
import { isTooSmall } from "../planning/ab-test.ts";

export const warnings = ["no_postal_address", "clipped", "too_few_to_test"] as const;
export type Warning = (typeof warnings)[number];

/** Gmail shows the first 102 KB of an e-mail; the rest, with the unsubscribe link, is behind a click. */
const GMAIL_BYTES = 102_000;

/** What speaks against sending anything in the name of an account. */
export const accountWarnings = ({ postalAddress }: Pick<Account, "postalAddress">): Warning[] =>
  postalAddress ? [] : ["no_postal_address"];

/** Of a campaign that would reach so many clients now: its subjects would not be tried. */
export const testWarnings = ({ abTest }: Pick<Campaign, "abTest">, recipients: number): Warning[] =>
  abTest && isTooSmall(abTest, recipients) ? ["too_few_to_test"] : [];

/** What speaks against sending an e-mail as it is, though nothing forbids it. */
export const warningsOf = (account: Pick<Account, "postalAddress">, { html }: RenderedMail): Warning[] => [
  ...accountWarnings(account),
  ...(Buffer.byteLength(html) > GMAIL_BYTES ? (["clipped"] as const) : []),
];
