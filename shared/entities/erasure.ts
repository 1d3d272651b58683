import { type Entity, entity, type Provenance } from "../db/entity.ts";
import { keys } from "../db/keys.ts";
import type { AccountId, ClientId, Id } from "../ids.ts";

/** What was found of a client and erased, or is kept and why: the receipt of an erasure. It names nobody. */
export interface Erasure extends Provenance {
  id: Id<"erasure">;
  accountId: AccountId;
  clientId: ClientId;
  jobId: Id<"job">;
  /** How many of each were erased. */
  erased?: Record<string, number>;
  kept?: Kept[];
  finishedAt?: string;
}

/** Something that is not erased, or not at once. */
export interface Kept {
  what: string;
  count?: number;
  /** When it is gone (RFC 3339); absent: it stays. */
  until?: string;
}

export const erasures: Entity<Erasure> = entity("erasure", (erasure) => keys.of(erasure.accountId, erasure.id));
