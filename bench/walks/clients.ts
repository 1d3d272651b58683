import type { Client } from "../../shared/entities/client.ts";
import { type AccountId, derivedId } from "../../shared/ids.ts";
import { sampleClient } from "../support/sample-clients.ts";

/** Clients with the tag `Hiver`, all of them older than the others. */
export const WINTER = 1100;
/** So many of either kind are assigned to the member. */
const ASSIGNED = 150;

/**
 * A business whose other clients come in the way: first those with the tag `Hiver`, then so many newer ones whose name
 * begins with `Am`, one of whom has the tag `Rare`. Every name is as long, so that a page is as large wherever it begins.
 */
export const walkedClient =
  (others: number, member: string) =>
  (accountId: AccountId, number: number): Client => {
    const isOther = number >= WINTER;
    const place = isOther ? number - WINTER : number;
    const name = `${isOther ? "Amélie" : "Zoélie"} ${String(place).padStart(7, "0")}`;
    const isRare = isOther && place === Math.floor(others / 2);
    const step = Math.floor((isOther ? others : WINTER) / ASSIGNED);
    const isAssigned = isRare || (place % step === 0 && place / step < ASSIGNED);
    const { firstName: _, lastName: __, mobile: ___, ...client } = sampleClient(accountId, number);
    return {
      ...client,
      id: derivedId("client", accountId, String(number)),
      name,
      tags: isOther ? (isRare ? ["Rare"] : []) : ["Hiver"],
      assignedTo: isAssigned ? [member as Client["assignedTo"][number]] : [],
    };
  };
