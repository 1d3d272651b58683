import { addressMark } from "../../../shared/entities/address-fact.ts";
import type { AccountId } from "../../../shared/ids.ts";
import { addressSet } from "./address-set.ts";

/** Clients by their ids. */
export interface ClientSet {
  has(id: string): boolean;
  add(id: string): void;
}

/** In as few bytes as addresses take, for all of a campaign are kept. */
export const clientSet = (account: AccountId): ClientSet => {
  const marks = addressSet();
  return {
    has: (id) => marks.has(addressMark(account, id)),
    add: (id) => marks.add(addressMark(account, id)),
  };
};
