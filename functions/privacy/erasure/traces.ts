import type { AccountTable } from "../../../shared/db/table.ts";
import type { ErasedClient, Remains } from "../../../shared/entities/erased-client.ts";
import { type FieldHistory, listClientFeed } from "../../../shared/entities/feed.ts";
import { fold } from "../../../shared/text/fold.ts";

/** What a client is or was known by: to find them in texts, and in what was counted of them. */
export interface Traces {
  emails: string[];
  /** Digits alone. */
  phones: string[];
  /** Folded. */
  names: string[];
  tags: string[];
  /** Values of filterable custom fields. */
  filters: [key: string, value: string][];
}

const PAGE = 100;
/** Fewer digits may be anybody's. */
const TELLING_DIGITS = 7;
/** A name of one short word may be anybody's. */
const TELLING_LETTERS = 6;

/** What a client is known by, now and as their history tells it. */
export const tracesOf = async (db: AccountTable, { id }: ErasedClient, remains: Remains): Promise<Traces> => {
  const found = {
    emails: new Set<string>(),
    phones: new Set<string>(),
    names: new Set<string>(),
    tags: new Set<string>(),
  };
  const filters = new Map<string, [string, string]>();
  const learn = (field: string, value: unknown): void => {
    for (const text of textsIn(value)) {
      if (/^(email|otherEmails|raw)/.test(field) && text.includes("@")) found.emails.add(text.trim().toLowerCase());
      if (/^(mobile|phones|raw)/.test(field) && isTelling(digits(text))) found.phones.add(digits(text).slice(-9));
      if (/^(name|company)$/.test(field) && (text.includes(" ") || text.length >= TELLING_LETTERS))
        found.names.add(fold(text));
      if (field === "tags") found.tags.add(text);
      if (field.startsWith("fields.")) filters.set(`${field} ${text}`, [field.slice("fields.".length), text]);
    }
  };
  for (const [field, value] of Object.entries(remains)) learn(field, value);
  for (const [key, values] of Object.entries(remains.indexed?.filter ?? {})) learn(`fields.${key}`, values);
  for await (const { field, from, to } of changesOf(db, id)) {
    learn(field, from);
    learn(field, to);
  }
  const lists = {
    emails: [...found.emails],
    phones: [...found.phones],
    names: [...found.names],
    tags: [...found.tags],
  };
  return { ...lists, filters: [...filters.values()] };
};

async function* changesOf(db: AccountTable, id: ErasedClient["id"]): AsyncGenerator<FieldHistory> {
  let page = await listClientFeed(db, id, { limit: PAGE });
  for (;;) {
    for (const { changes = [] } of page.items) yield* changes;
    if (!page.next) return;
    page = await listClientFeed(db, id, { limit: PAGE, after: page.next });
  }
}

const textsIn = (value: unknown): string[] => {
  if (typeof value === "string") return value.trim() === "" ? [] : [value];
  if (typeof value === "number" || typeof value === "boolean") return [String(value)];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return value && typeof value === "object" ? Object.values(value).flatMap(textsIn) : [];
};

const digits = (text: string): string => text.replace(/\D/g, "");
const isTelling = (number: string): boolean => number.length >= TELLING_DIGITS;

/** Whether a text, or any text in a value, speaks of them. */
export const speaksOf = ({ emails, phones, names }: Traces, value: unknown): boolean =>
  textsIn(value).some((text) => {
    const lower = text.toLowerCase();
    if (emails.some((email) => lower.includes(email))) return true;
    const number = digits(text);
    if (phones.some((phone) => number.includes(phone))) return true;
    const folded = ` ${fold(text)} `;
    return names.some((name) => name !== "" && folded.includes(` ${name} `));
  });
