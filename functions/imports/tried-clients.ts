import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Client } from "../../shared/entities/client.ts";
import type { ClientId } from "../../shared/ids.ts";

/** The clients as a dry run would leave them, packed: it writes nothing, and its later rows may speak of them. */
export class TriedClients {
  readonly #packed = new Map<ClientId, Uint8Array>();

  get(id: ClientId): Client | undefined {
    const packed = this.#packed.get(id);
    return packed && (JSON.parse(inflateRawSync(packed).toString()) as Client);
  }

  put(client: Client): void {
    this.#packed.set(client.id, deflateRawSync(JSON.stringify(client), { level: 1 }));
  }
}
