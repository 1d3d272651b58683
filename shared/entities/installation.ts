import type { AccountId } from "../ids.ts";

/**
 * Whose things are that belong to no account yet, such as a forgotten password: keys, events and limits want an account.
 * Nobody is a member of it, and no identifier is ever drawn like this.
 */
export const INSTALLATION = "acc_00000000000000000000000000" as AccountId;
