import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { decodeText } from "../../../../../functions/imports/parse/decode-text.ts";
import { legacyDecoder } from "../../../../../functions/imports/parse/legacy-encoding.ts";
import { gather, inPieces } from "../../../../support/chunks.ts";

const decoded = async (bytes: Uint8Array, size = 1 << 16): Promise<string> =>
  (await gather(decodeText(inPieces(bytes, size)))).join("");
const pieceSize = fc.constantFrom(1, 2, 3, 5, 64, 100_000);

/** What Windows-1252 can write, with the bytes it writes it in. */
const WESTERN = new Map([..."aé;Èœ€—’ÿ\n"].map((character) => [character, Buffer.from(character, "latin1")]));
for (const [character, byte] of [
  ["œ", 0x9c],
  ["€", 0x80],
  ["—", 0x97],
  ["’", 0x92],
] as const)
  WESTERN.set(character, Buffer.from([byte]));
const western = (text: string): Buffer =>
  Buffer.concat([...text].map((character) => WESTERN.get(character) ?? Buffer.from(character, "latin1")));

/** Bytes of the letters beyond ASCII, by encoding. */
const ENCODED: Readonly<Record<string, (byte: Uint8Array) => string>> = {
  "windows-1252": legacyDecoder("windows-1252"),
  macintosh: legacyDecoder("macintosh"),
  cp850: legacyDecoder("cp850"),
  "iso-8859-15": legacyDecoder("iso-8859-15"),
};
const encoded = (text: string, encoding: string): Buffer => {
  const decode = ENCODED[encoding];
  const bytes = new Map(Array.from({ length: 256 }, (_, byte) => [decode?.(Uint8Array.of(byte)) ?? "", byte]));
  return Buffer.from([...asWritten(text, encoding)].map((letter) => bytes.get(letter) ?? 0x3f));
};
/** DOS has no ligature: people wrote it in two letters. */
const asWritten = (text: string, encoding: string): string =>
  encoding === "cp850" ? text.replaceAll("Œ", "OE").replaceAll("œ", "oe") : text;

describe("the text of a file", () => {
  test.prop([fc.string({ unit: "grapheme", maxLength: 200 }), pieceSize])(
    "in UTF-8, in pieces of any size",
    async (text, size) => {
      const plain = text.replace(/^\ufeff/, "");
      expect(await decoded(Buffer.from(plain), size)).toBe(plain.toWellFormed());
      expect(await decoded(Buffer.from(`\ufeff${plain}`), size)).toBe(plain.toWellFormed());
    },
  );

  test.prop([fc.string({ unit: "grapheme", maxLength: 100 }), pieceSize])(
    "in UTF-16 of either order",
    async (text, size) => {
      const bytes = Buffer.from(`\ufeff${text}`, "utf16le");
      expect(await decoded(bytes, size)).toBe(text);
      expect(await decoded(Buffer.from(bytes).swap16(), size)).toBe(text);
    },
  );

  const words = fc.array(
    fc.constantFrom(
      ..."Noémie;Zoé;Œuvrard;L'Écuyer;Élise;Gaël;Benoît;Château;François;Hélène;Côté;Müller;Liège;Trois-Rivières;Île;à Laval;œuvre;Joëlle;RÉNÉE;Lefèvre;août;Noël".split(
        ";",
      ),
    ),
    { minLength: 1, maxLength: 30 },
  );
  test.prop([words, fc.constantFrom(...Object.keys(ENCODED)), pieceSize])(
    "in the encoding in which it makes words",
    async (list, encoding, size) => {
      const text = `Nom;Ville\n${list.join(";Laval\n")}\n`;
      expect(await decoded(encoded(text, encoding), size)).toBe(asWritten(text, encoding));
    },
  );

  it.each(Object.keys(ENCODED))("in %s, where a single accent tells", async (encoding) => {
    for (const name of ["Zoé", "Élise", "Michèle", "François", "Benoît", "Joël", "Hébert", "Lévesque", "Côté"])
      expect(await decoded(encoded(`Nom\n${name}\n`, encoding))).toBe(`Nom\n${name}\n`);
  });

  it("by the letter before its first accent too", async () => {
    const list = "Nom;Ville\nOEuvrard;Laval\nGaël;Laval\nFrançois;Laval\n";
    for (const encoding of Object.keys(ENCODED)) expect(await decoded(encoded(list, encoding), 3)).toBe(list);
  });

  it("in ISO 8859-15 or Windows-1252 by the one letter in which they differ", async () => {
    const list = "Nom;Ville\nŒuvrard;Liège\nZoé;Montréal\n";
    for (const encoding of ["iso-8859-15", "windows-1252"]) expect(await decoded(encoded(list, encoding))).toBe(list);
  });

  it("in UTF-16 without its mark, in either order", async () => {
    const list = "Nom;Ville\nŒuvrard;Liège\n";
    const bytes = Buffer.from(list, "utf16le");
    for (const size of [1, 7, 1_000]) {
      expect(await decoded(bytes, size)).toBe(list);
      expect(await decoded(Buffer.from(bytes).swap16(), size)).toBe(list);
    }
  });

  it.each([
    ["Cyrillic", Buffer.from([0xc8, 0xe2, 0xe0, 0xed, 0x3b, 0xcc, 0xee, 0xf1, 0xea, 0xe2, 0xe0])],
    ["Polish", Buffer.from([0x4d, 0x69, 0x63, 0x68, 0x61, 0xb3, 0x3b, 0xb9, 0x77, 0x69, 0x65, 0x72, 0x6b])],
    ["what is no text", Buffer.from([0xff, 0x01, 0xb2, 0xdb, 0xb1, 0xb0, 0xdc, 0x90])],
  ])("in another encoding is refused, not stored wrong: %s", async (_, bytes) => {
    await expect(decoded(bytes)).rejects.toMatchObject({ code: "encoding" });
  });

  it("in Windows-1252 after much plain text", async () => {
    const plain = "nom;ville\n".repeat(50_000);
    expect(await decoded(Buffer.concat([Buffer.from(plain), western("Noémie;Liège — œuvre à 5 €")]), 4_096)).toBe(
      `${plain}Noémie;Liège — œuvre à 5 €`,
    );
  });

  it("in UTF-8 keeps its accents when a few bytes come from elsewhere", async () => {
    const mixed = Buffer.concat([Buffer.from("Noémie Côté;Łukasz\n"), western("Liège"), Buffer.from(";Müller\n")]);
    for (const size of [1, 3, 1_000]) expect(await decoded(mixed, size)).toBe("Noémie Côté;Łukasz\nLiège;Müller\n");
  });

  it("that ends within a letter still ends", async () => {
    expect(await decoded(Buffer.from("Noémie é").subarray(0, -1))).toBe("Noémie Ã");
  });

  it("may be empty, or a byte-order mark alone", async () => {
    expect(await decoded(Buffer.alloc(0))).toBe("");
    expect(await decoded(Buffer.from("\ufeff"))).toBe("");
    expect(await decoded(Buffer.from("\ufeff", "utf16le"))).toBe("");
  });

  test.prop([fc.uint8Array({ maxLength: 300 }), pieceSize])("never fails, whatever the bytes", async (bytes, size) => {
    const text = await decoded(bytes, size).catch((error) => error.code);
    expect(typeof text).toBe("string");
  });
});
