import { type Entity, entity, type Provenance } from "../db/entity.ts";
import { keys } from "../db/keys.ts";
import type { AccountId } from "../ids.ts";

/** A code that proves a mailbox: asked for with each version, written down (as a hash) when its e-mail goes out. */
export interface AddressCode extends Provenance {
  /** Whose address it is: a member's id, or `SENDER` for the address that the account writes from. */
  id: string;
  accountId: AccountId;
  email: string;
  codeHash?: string;
  expiresAt?: string;
  ttl: number;
}

/** The code of the address that an account wants to write from. */
export const SENDER = "SENDER";

export const addressCodes: Entity<AddressCode> = entity("address_code", ({ accountId, id }) =>
  addressCodeKey(accountId, id),
);

export const addressCodeKey = (account: AccountId, id: string) => keys.part(account, id, "ADDRESS_CODE");
