import { hash } from "node:crypto";
import type { ClientId } from "../../shared/ids.ts";

/**
 * Which clients this run has met under an address or number: the projector's index may not know yet what was written a
 * moment ago. Lists have a million rows: a key is kept as 48 bits of its hash. Keys that fall together lead to clients
 * that do not have them, and whoever reads those sees it.
 */
export class KnownKeys {
  readonly #clients = new Map<number, ClientId | ClientId[]>();

  of(place: number): readonly ClientId[] {
    const there = this.#clients.get(place);
    return there === undefined ? nobody : Array.isArray(there) ? there : [there];
  }

  add(place: number, id: ClientId): void {
    const there = this.#clients.get(place);
    if (there === undefined) this.#clients.set(place, id);
    else if (Array.isArray(there)) there.includes(id) || there.push(id);
    else if (there !== id) this.#clients.set(place, [there, id]);
  }
}

const nobody: readonly ClientId[] = [];

export const placeOf = (key: string): number => hash("sha1", key, "buffer").readUIntBE(0, 6);
