import type { CompiledMail } from "../../../shared/entities/campaign.ts";
import type { MailLinks } from "./mail-links.ts";

/**
 * An attribute is written `{client_first_name}` or `{plate|your car}` by people, and `{{h0}}` for the provider, in three
 * spellings: as text, escaped for HTML, encoded for an address. Between the two it is a mark of private characters, which
 * no escaping changes.
 */
export type Attribute = CompiledMail["attributes"][number];

export const ATTRIBUTE = /\{\s*([a-zA-Z][\w.-]{0,63})\s*(?:\|([^{}|\n]{0,200}))?\}/g;
const [OPEN, CLOSE, ADDRESS, LEFT, RIGHT] = ["\uE000", "\uE001", "\uE002", "\uE003", "\uE004"];
const MARKS = /[\uE000-\uE006]/g;
const MARK = new RegExp(`${OPEN}(\\d+)${CLOSE}`, "g");
const ADDRESS_MARK = new RegExp(`${ADDRESS}(\\d+)${CLOSE}`, "g");

/** The text with its attributes as marks; each new one is added to `attributes`. */
export const marking = (attributes: Attribute[]) => {
  const place = (name: string, fallback: string): number => {
    const known = attributes.findIndex((attribute) => attribute.name === name && attribute.fallback === fallback);
    return known >= 0 ? known : attributes.push({ name, fallback }) - 1;
  };
  return (text: string): string =>
    text
      .replace(MARKS, "")
      .replace(ATTRIBUTE, (_, name: string, fallback = "") => `${OPEN}${place(name, fallback.trim())}${CLOSE}`)
      .replaceAll("{", LEFT)
      .replaceAll("}", RIGHT);
};

/** A text of ours, in which braces are no attributes. */
export const literal = (text: string): string => text.replace(MARKS, "").replaceAll("{", LEFT).replaceAll("}", RIGHT);

/** The marks of a text that is a web address. */
export const inAddress = (marked: string): string => marked.replaceAll(OPEN, ADDRESS);

/** A text that was cut, perhaps within a mark. */
export const withoutHalfMark = (marked: string): string => marked.replace(/[\uE000\uE002]\d*$/, "");

/** Names of the values that are no attributes. */
export const UNSUBSCRIBE = "unsubscribe";
const [CALL, PAGES] = ["call", "pages"];
/** AddressSet of addresses of ours: where the button leads, and where our pages and pictures live. */
export const CALL_HERE = "\uE005";
export const PAGES_HERE = "\uE006";
const [LEFT_BRACE, RIGHT_BRACE] = ["left", "right"];

export const htmlWithPlaceholders = (marked: string): string =>
  marked
    // A style sheet's closing braces are not the end of a placeholder.
    .replaceAll("}}", "} }")
    .replace(MARK, "{{h$1}}")
    .replace(ADDRESS_MARK, "{{u$1}}")
    .replaceAll(CALL_HERE, `{{${CALL}}}`)
    .replaceAll(PAGES_HERE, `{{${PAGES}}}`)
    .replaceAll(LEFT, "&#123;")
    .replaceAll(RIGHT, "&#125;");

export const textWithPlaceholders = (marked: string): string =>
  marked
    .replace(MARK, "{{t$1}}")
    .replace(ADDRESS_MARK, "{{u$1}}")
    .replaceAll(CALL_HERE, `{{${CALL}}}`)
    .replaceAll(PAGES_HERE, `{{${PAGES}}}`)
    .replaceAll(LEFT, `{{${LEFT_BRACE}}}`)
    .replaceAll(RIGHT, `{{${RIGHT_BRACE}}}`);

/** What the provider fills in for one recipient. */
export const placeholderValues = (
  values: readonly string[],
  { unsubscribe, call = "", pages }: MailLinks,
  escaped: (text: string) => string,
): Record<string, string> => ({
  [UNSUBSCRIBE]: unsubscribe,
  [CALL]: call,
  [PAGES]: pages,
  [LEFT_BRACE]: "{",
  [RIGHT_BRACE]: "}",
  ...Object.fromEntries(
    values.flatMap((value, index) => [
      [`t${index}`, value],
      [`h${index}`, escaped(value)],
      [`u${index}`, encodeURIComponent(value)],
    ]),
  ),
});

/** Fills in what the provider would. */
export const filledIn = (part: string, values: Readonly<Record<string, string>>): string =>
  part.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? "");
