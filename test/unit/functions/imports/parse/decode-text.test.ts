import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { decodeText } from "../../../../../functions/imports/parse/decode-text.ts";
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

  test.prop([fc.array(fc.constantFrom(..."aé;Èœ€—’ÿ\n"), { maxLength: 100 }), pieceSize])(
    "in Windows-1252, where accents stand among plain letters",
    async (letters, size) => {
      const sentence = letters.join("s");
      expect(await decoded(western(sentence), size)).toBe(sentence);
    },
  );

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
    expect(typeof (await decoded(bytes, size))).toBe("string");
  });
});
