import { ImportFileError } from "./file-error.ts";

/** What a document says, in order. Names of elements and attributes go without their namespace prefix. */
export interface XmlEvents {
  open(name: string, attribute: (name: string) => string | undefined): void;
  text(text: string): void;
  close(name: string): void;
}

const MARKUP =
  /<(?:!--[\s\S]*?--|!\[CDATA\[([\s\S]*?)\]\]|\?[\s\S]*?\?|(\/?)([^\s/>"'!?][^\s/>"']*)((?:[^>"'/]|"[^"]*"|'[^']*'|\/(?!>))*)(\/?)|![A-Z][^>]*)>/y;
const REFERENCE = /&(?:#x([0-9a-f]+)|#([0-9]+)|([a-z]+));/gi;
const NAMED: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
/** A sheet asks for the same few attributes millions of times. */
const ATTRIBUTES = new Map<string, RegExp>();
/** Longest piece between two tags, or within one, that is waited for. */
const LONGEST_PIECE = 4_194_304;

/**
 * Reads XML that comes in pieces, without building a tree. No document type is read and no entity but the five of the
 * XML specification is replaced, so nothing can be expanded or fetched.
 */
export class XmlReader {
  readonly #events: XmlEvents;
  #rest = "";

  constructor(events: XmlEvents) {
    this.#events = events;
  }

  push(piece: string): void {
    const xml = this.#rest + piece;
    let at = 0;
    for (;;) {
      const tag = xml.indexOf("<", at);
      if (tag < 0) break;
      MARKUP.lastIndex = tag;
      const markup = MARKUP.exec(xml);
      if (!markup) break;
      if (tag > at) this.#events.text(decoded(xml.slice(at, tag)));
      this.#tell(markup);
      at = MARKUP.lastIndex;
    }
    this.#rest = xml.slice(at);
    if (this.#rest.length > LONGEST_PIECE) throw new ImportFileError("not-a-workbook");
  }

  #tell([, cdata, closing, qualifiedName, attributes = "", empty]: RegExpExecArray): void {
    if (cdata !== undefined) this.#events.text(cdata);
    if (qualifiedName === undefined) return;
    const name = qualifiedName.slice(qualifiedName.indexOf(":") + 1);
    if (!closing) this.#events.open(name, (wanted) => attributeOf(attributes, wanted));
    if (closing || empty) this.#events.close(name);
  }
}

const attributeOf = (attributes: string, wanted: string): string | undefined => {
  const found = attributes === "" ? null : patternOf(wanted).exec(attributes);
  return found ? decoded(found[1] ?? found[2] ?? "") : undefined;
};

const patternOf = (attribute: string): RegExp => {
  const known = ATTRIBUTES.get(attribute);
  if (known) return known;
  const pattern = new RegExp(`[\\s:]${attribute}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`);
  ATTRIBUTES.set(attribute, pattern);
  return pattern;
};

const decoded = (text: string): string =>
  text.includes("&")
    ? text.replace(REFERENCE, (whole, hex, decimal, name) => {
        if (name) return NAMED[name] ?? whole;
        const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
        return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
      })
    : text;
