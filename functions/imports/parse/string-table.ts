import { ImportFileError } from "./file-error.ts";

/**
 * The texts that the cells of a workbook refer to by number. They are kept as one run of UTF-8 bytes: a million short
 * strings would take several times as much, and each would keep alive the piece of the file it was cut from.
 */
export class StringTable {
  #bytes = Buffer.alloc(65_536);
  #ends = new Uint32Array(4_096);
  #count = 0;
  readonly #mostBytes: number;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  add(text: string): void {
    const start = this.#endOf(this.#count - 1);
    const end = start + Buffer.byteLength(text);
    if (end > this.#mostBytes) throw new ImportFileError("workbook-too-large");
    if (end > this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes], Math.max(end, this.#bytes.length * 2));
    if (this.#count === this.#ends.length) {
      const longer = new Uint32Array(this.#count * 2);
      longer.set(this.#ends);
      this.#ends = longer;
    }
    this.#bytes.write(text, start);
    this.#ends[this.#count] = end;
    this.#count += 1;
  }

  at(index: number): string {
    if (!(index >= 0 && index < this.#count)) return "";
    return this.#bytes.toString("utf8", this.#endOf(index - 1), this.#endOf(index));
  }

  #endOf(index: number): number {
    return this.#ends[index] ?? 0;
  }
}
