import type { Client } from "../entities/client.ts";
import { AppError } from "../errors.ts";
import type { Route } from "../http/contract.ts";
import type { Actor } from "./actor.ts";

// What field staff see where the account restricts them to the clients assigned to them. Decided here and nowhere else:
// each route says in its manifest what it is to them, the pipeline refuses what reaches beyond, use cases ask the rest.

/** Whether a caller is limited to the clients assigned to them. */
export const isRestricted = ({ role, account }: Actor): boolean =>
  role === "field" && account.settings.restrictFieldToAssigned === true;

/** @throws AppError `forbidden` for a route that reaches beyond the clients assigned to the caller */
export const admit = (actor: Actor, { visibility }: Pick<Route, "visibility">): void => {
  if (visibility === "all") mustSeeAll(actor);
};

/** @throws AppError `forbidden` for whoever is limited to their clients */
export const mustSeeAll = (actor: Actor, refusal = "This reaches beyond the clients assigned to you."): void => {
  if (isRestricted(actor)) throw new AppError("forbidden", refusal);
};

/** Whether a client is the caller's business; to others it does not exist. */
export const seesClient = (actor: Actor, { assignedTo }: Pick<Client, "assignedTo">): boolean =>
  !isRestricted(actor) || assignedTo.some((member) => member === actor.id);

/** Whether something that names several clients, or none, is the caller's business: the restricted see what they made. */
export const seesOwn = (actor: Actor, { createdBy }: { createdBy: string }): boolean =>
  !isRestricted(actor) || createdBy === actor.id;

/** Whom a new client is assigned to: the restricted would not see a client of their own making otherwise. */
export const assignedBy = (actor: Actor, assignedTo: readonly string[] | undefined): readonly string[] | undefined =>
  isRestricted(actor) ? [...new Set([...(assignedTo ?? []), actor.id])] : assignedTo;
