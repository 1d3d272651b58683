import type { Account } from "../entities/account.ts";
import type { Client } from "../entities/client.ts";
import type { LanguageTag } from "../messaging/language.ts";
import type { RenderedPage } from "./page.ts";

/** What samples of pages are made with. */
export interface PageSampleWith {
  account: Account;
  client: Client;
  language: LanguageTag;
  /** Where pictures are loaded from. */
  filesOrigin: string;
}

/**
 * Samples of every page that a feature's links open, by what is shown: its `page-samples.ts`, which no function loads. Tests
 * look at each in every language, on a phone, light and dark; a feature with pages and no sample fails.
 */
export type PageSamples = Readonly<Record<string, (given: PageSampleWith) => RenderedPage>>;
