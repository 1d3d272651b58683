import type { Table } from "../../shared/db/table.ts";
import { put } from "../../shared/db/writes.ts";
import { addressFacts, addressHash } from "../../shared/entities/address-fact.ts";
import { inParallel } from "../../shared/in-parallel.ts";
import { loadClients } from "../support/load-clients.ts";
import { sampleAccount } from "../support/sample-account.ts";
import { sampleClient } from "../support/sample-clients.ts";

export const ACCOUNT = "audience";

/** Of so many clients one wants no campaigns any more, which only the address says. */
const ONE_IN = 50;
const BATCH = 500;

export const refusing = (clients: number): number => Math.ceil(clients / ONE_IN);

/** The clients, as campaigns read them, and what some of their addresses have said. */
export const loadAudience = async (table: Table, clients: number): Promise<void> => {
  const { id } = sampleAccount(ACCOUNT);
  await loadClients(table, id, clients, { searched: false });
  const refused = { at: "2026-01-05T10:00:00.000Z", how: "one_click" };
  await inParallel(2, starts(refusing(clients)), (start) =>
    table.of(id).writeBatch(
      Array.from({ length: Math.min(BATCH, refusing(clients) - start) }, (_, index) => {
        const { email = "" } = sampleClient(id, (start + index) * ONE_IN);
        return put(addressFacts, { accountId: id, hash: addressHash(id, email), refused });
      }),
    ),
  );
};

function* starts(count: number): Generator<number> {
  for (let start = 0; start < count; start += BATCH) yield start;
}
