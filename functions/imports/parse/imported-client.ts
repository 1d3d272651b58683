import type { ClientId } from "../../../shared/ids.ts";

/** A client as a row of a file describes it; references (`type`, `tax`, `priceList`) are still names. */
export interface ImportedClient {
  /** The client that the row is about, as our own export names it. */
  id?: ClientId;
  name?: string;
  firstName?: string;
  lastName?: string;
  company?: string;
  /** Name of the client type, as written. */
  type?: string;
  /** Lower-case. */
  email?: string;
  otherEmails?: string[];
  /** E.164. */
  mobile?: string;
  phones?: ImportedPhone[];
  addresses?: ImportedAddress[];
  /** ISO 639-1, lower-case. */
  language?: string;
  tags?: string[];
  note?: string;
  /** Percentage as a decimal string: `7.5`. */
  discountPercent?: string;
  /** Name of the tax or group of taxes, as written. */
  tax?: string;
  /** Name of the price list, as written. */
  priceList?: string;
  /** Only what the file says: an absent member says nothing about consent. */
  subscriptions?: ImportedSubscriptions;
  /** What the file says of consent, word for word: the proof of `subscriptions`. */
  consents?: ImportedConsent[];
  /** Custom fields by their key, as written; their kinds are checked against the client type. */
  fields?: Record<string, string>;
  /** What was typed, where it differs from what is stored. */
  raw?: { email?: string; mobile?: string };
}

export interface ImportedPhone {
  label?: string;
  /** E.164. */
  number: string;
  raw?: string;
}

export interface ImportedAddress {
  label?: string;
  line1?: string;
  line2?: string;
  city?: string;
  region?: string;
  postalCode?: string;
  /** ISO 3166-1 alpha-2. */
  country?: string;
  location?: { lat: number; lng: number };
}

export type Channel = "email" | "sms";
export type Purpose = "general" | "marketing";
export interface ImportedConsent {
  channel: Channel;
  purpose: Purpose;
  given: boolean;
  /** The column's title, and what its cell says. */
  title: string;
  value: string;
}
export type ImportedSubscriptions = { [channel in Channel]?: { [purpose in Purpose]?: boolean } };

/** A mistake in one cell of a file; `row` counts records, the header being row 1. */
export interface RowError {
  row: number;
  /** The column's header; empty when the mistake is the row's. */
  column: string;
  value: string;
  /** What to correct, in the importer's language. */
  message: string;
}

export type ImportLanguage = "fr" | "en";

/** One row of a file, all cells as text. */
export interface FileRow {
  /** Number of the record, the header being 1; blank records count, as they do in a spreadsheet. */
  row: number;
  cells: string[];
  /** The row as it stands in the file (its cells separated by tabs where the file is a workbook). */
  original: string;
}

/** Longest texts in characters; what is longer is an error of the row, never cut. */
export const LONGEST = {
  name: 200,
  tag: 60,
  address: 200,
  label: 60,
  note: 10_000,
  field: 5_000,
} as const;
