import { type Entity, entity, type Provenance } from "../db/entity.ts";
import { keys } from "../db/keys.ts";
import type { AccountId } from "../ids.ts";
import { INSTALLATION } from "./installation.ts";

/** That somebody asked for a new password for an address, known or not: who it is, if anybody, the worker finds out. */
export interface PasswordReset extends Provenance {
  /** The hash of the address. */
  id: string;
  accountId: AccountId;
  email: string;
  /** A language to write in, where the person has none of their own. */
  language?: string;
  /** When a link served: the others that were out are over with it. */
  usedAt?: string;
  ttl: number;
}

/** How long a link can be used. */
export const RESET_LINK_SECONDS = 3600;

export const passwordResets: Entity<PasswordReset> = entity("password_reset", ({ id }) => passwordResetKey(id));

export const passwordResetKey = (addressHash: string) => keys.part(INSTALLATION, "PASSWORD_RESET", addressHash);
