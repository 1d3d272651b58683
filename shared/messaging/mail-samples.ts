import type { Account } from "../entities/account.ts";
import type { Client } from "../entities/client.ts";
import type { Letterhead } from "../pages/letterhead.ts";
import type { LanguageTag } from "./language.ts";
import type { RenderedMail } from "./layout.ts";

/** What samples of e-mails are made with. */
export interface SampleWith {
  account: Account;
  letterhead: Letterhead;
  client: Client;
  language: LanguageTag;
  /** The reader's own link. */
  url: string;
}

/**
 * Samples of every kind of e-mail that a feature declares, by the kind and then by what is shown: its `mail-samples.ts`, which
 * no function loads. Tests look at each in every language; a kind without one fails.
 */
export type MailSamples = Readonly<Record<string, Readonly<Record<string, (given: SampleWith) => RenderedMail>>>>;
