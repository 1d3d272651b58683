import { VALUES_JOINT } from "./google-contacts.ts";
import type { FileRow } from "./imported-client.ts";
import { utf8WithStrays } from "./utf8.ts";

const ADDRESS = ["PO Box", "Extended address", "Street", "City", "Region", "Postal code", "Country"];
/** The titles of our own export, which need no mapping. */
const TITLES = [
  ...["Full name", "First name", "Middle name", "Last name", "Name suffix", "Company", "E-mail"],
  ...["Phone 1 - Label", "Phone 1 - Value", "Address 1 - Label", ...ADDRESS.map((part) => `Address 1 - ${part}`)],
  ...["Tags", "Note", "Birthday"],
];

/** The cards of a vCard file (RFC 6350, and versions 2.1 and 3.0), a row for each, below a row of titles. */
export async function* vcardRows(text: AsyncIterable<string>): AsyncGenerator<FileRow> {
  yield { row: 1, cells: TITLES, original: "" };
  let row = 1;
  let card: Property[] = [];
  for await (const line of unfolded(text)) {
    const property = readProperty(line);
    if (!property) continue;
    if (property.name === "BEGIN") card = [];
    else if (property.name === "END") yield { row: ++row, cells: cellsOf(card), original: "" };
    else card.push(property);
  }
}

interface Property {
  /** What belongs together in Apple's cards: `item1`. */
  group: string | undefined;
  name: string;
  types: string[];
  value: string;
}

/** Lines as they were before they were folded; the soft breaks of a quoted-printable value stay in it. */
async function* unfolded(text: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = "";
  let line = "";
  for await (const piece of text) {
    const lines = (rest + piece).split(/\r?\n/);
    rest = lines.pop() ?? "";
    for (const next of lines) {
      if (line.endsWith("=") && /QUOTED-PRINTABLE/i.test(line)) line += `\n${next}`;
      else if (/^[ \t]/.test(next)) line += next.slice(1);
      else {
        if (line !== "") yield line;
        line = next;
      }
    }
  }
  if (line !== "") yield line;
  if (rest !== "") yield rest;
}

const readProperty = (line: string): Property | undefined => {
  const [, group, name = "", parameters = "", value = ""] =
    /^(?:([\w-]+)\.)?([\w-]+)((?:;(?:[^:"]|"[^"]*")*)?):(.*)$/s.exec(line) ?? [];
  if (name === "") return undefined;
  const types = [...parameters.matchAll(/;(?:TYPE=)?"?([\w,-]+)"?(?=;|$)/gi)].flatMap(([, list = ""]) =>
    list.toLowerCase().split(","),
  );
  if (!/QUOTED-PRINTABLE/i.test(parameters)) return { group, name: name.toUpperCase(), types, value };
  const [, charset] = /;CHARSET="?([^";]+)/i.exec(parameters) ?? [];
  return { group, name: name.toUpperCase(), types, value: decoded(fromQuotedPrintable(value), charset) };
};

/** Some programs also indent the lines after a soft break, as folded ones are (RFC 2425): then they indent them all. */
const fromQuotedPrintable = (text: string): Uint8Array => {
  const [, ...continued] = text.split("=\n");
  const isIndented = continued.every((line) => /^[ \t]/.test(line));
  const whole = text.replace(isIndented ? /=\n[ \t]?/g : /=\n/g, "");
  const bytes = Buffer.from(whole).toString("latin1");
  return Buffer.from(
    bytes.replace(/=([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  );
};

/** In the encoding that a card of version 2.1 names, where it is a known one; else in what the bytes are. */
const decoded = (bytes: Uint8Array, charset = "utf-8"): string => {
  if (!/^(?:utf-?8|us-ascii)$/i.test(charset)) {
    try {
      return new TextDecoder(charset).decode(bytes);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return utf8WithStrays(bytes);
};

const unescaped = (text: string): string =>
  text.replace(/\\([\s\S])/g, (_, character: string) => (/n/i.test(character) ? "\n" : character)).trim();
const componentsOf = (value: string): string[] => value.split(/(?<!\\);/).map(unescaped);

const cellsOf = (card: readonly Property[]): string[] => {
  const all = (name: string) => card.filter((property) => property.name === name && property.value.trim() !== "");
  const [lastName = "", firstName = "", middleName = "", , suffix = ""] = componentsOf(all("N")[0]?.value ?? "");
  const labelOf = ({ group, types }: Property): string => {
    const own = card.find((other) => other.name === "X-ABLABEL" && group !== undefined && other.group === group);
    if (own) return unescaped(own.value).replace(/^_\$!<|>!\$_$/g, "");
    return types.includes("cell") ? "mobile" : (types.find((type) => LABELS.has(type)) ?? "");
  };
  const addresses = all("ADR").map((property) => ({ label: labelOf(property), parts: componentsOf(property.value) }));
  const joined = (values: readonly string[]) => (values.some((value) => value !== "") ? values.join(VALUES_JOINT) : "");
  return [
    unescaped(all("FN")[0]?.value ?? ""),
    ...[firstName, middleName, lastName, suffix],
    componentsOf(all("ORG")[0]?.value ?? "")[0] ?? "",
    all("EMAIL")
      .map(({ value }) => unescaped(value))
      .join(VALUES_JOINT),
    joined(all("TEL").map(labelOf)),
    joined(all("TEL").map(({ value }) => unescaped(value).replace(/^tel:/i, ""))),
    joined(addresses.map(({ label }) => label)),
    ...ADDRESS.map((_, part) => joined(addresses.map(({ parts }) => parts[part] ?? ""))),
    all("CATEGORIES")
      .map(({ value }) => unescaped(value))
      .join(", "),
    all("NOTE")
      .map(({ value }) => unescaped(value))
      .join("\n"),
    all("BDAY")[0]?.value ?? "",
  ];
};

const LABELS = new Set(["home", "work", "fax", "main", "other", "pager"]);
