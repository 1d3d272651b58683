import * as z from "zod/mini";
import { born, revised } from "../../shared/app/actor.ts";
import { api } from "../../shared/app/api.ts";
import type { Deps } from "../../shared/app/deps.ts";
import { created, listed, noContent, ok, type UseCase, useCase } from "../../shared/app/use-case.ts";
import { type Entity, entity, type Provenance } from "../../shared/db/entity.ts";
import { keys, partitions } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { insert, removeVersion, replace } from "../../shared/db/writes.ts";
import { notFound } from "../../shared/errors.ts";
import { route } from "../../shared/http/contract.ts";
import { id, input, optional, output, pageOf, pageQuery, provenance, query, text } from "../../shared/http/fields.ts";
import { type AccountId, type Id, isId } from "../../shared/ids.ts";
import { lazy } from "../../shared/lazy.ts";

/** The smallest feature with everything the pipeline does: a named number that is read, added to and written back. */
export interface Ledger extends Provenance {
  id: Id<"item">;
  accountId: AccountId;
  name: string;
  total: number;
}

const ledgers: Entity<Ledger> = entity("ledger", (ledger) => ({
  ...keys.of(ledger.accountId, ledger.id),
  gsi2pk: partitions.list(ledger.accountId, "LEDGERS").pk,
  gsi2sk: `${ledger.name}#${ledger.id}`,
}));

const LedgerAnswer = lazy(() => output({ id: z.string(), name: z.string(), total: z.int(), ...provenance }));

export const routes = {
  open: route("POST /v1/ledgers", {
    summary: "Opens a ledger",
    access: "clients:write",
    visibility: "all",
    body: lazy(() => input({ id: optional(id("item")), name: text(1, 50) })),
    answers: { 201: LedgerAnswer },
    versioned: true,
  }),
  list: route("GET /v1/ledgers", {
    summary: "Lists ledgers by name",
    access: "clients:read",
    visibility: "all",
    query: lazy(() => query({ ...pageQuery, shelf: optional(text(1, 10)) })),
    answers: { 200: lazy(() => pageOf(LedgerAnswer())) },
  }),
  read: route("GET /v1/ledgers/{id}", {
    summary: "Reads a ledger",
    access: "clients:read",
    visibility: "all",
    answers: { 200: LedgerAnswer },
    versioned: true,
    cacheable: true,
  }),
  add: route("PATCH /v1/ledgers/{id}", {
    summary: "Adds to a ledger",
    access: "clients:write",
    visibility: "all",
    body: lazy(() => input({ add: z.int() })),
    answers: { 200: LedgerAnswer },
    versioned: true,
  }),
  close: route("DELETE /v1/ledgers/{id}", {
    summary: "Deletes a ledger",
    access: "clients:write",
    visibility: "all",
    answers: { 204: "empty" },
    versioned: true,
  }),
  /** A use case that is wrong: it reaches for what the path names, whoever's it is. */
  peek: route("GET /v1/peek/{account}", {
    summary: "Reads another account",
    access: "clients:read",
    visibility: "all",
    answers: { 200: LedgerAnswer },
  }),
};

const ledgerIn = async (db: AccountTable, ledgerId: string): Promise<Ledger> => {
  const ledger = await db.get(ledgers, keys.of(db.accountId, ledgerId));
  if (!ledger) throw notFound("ledger");
  return ledger;
};

const useCases: UseCase<Deps>[] = [
  useCase(routes.open, async ({ body, actor, now }, { ids }) => {
    const ledgerId = body.id !== undefined && isId("item", body.id) ? body.id : ids.next("item");
    const ledger: Ledger = {
      id: ledgerId,
      accountId: actor.accountId,
      name: body.name,
      total: 0,
      ...born(actor, now),
    };
    return { ...created(ledger, [insert(ledgers, ledger)]), asExisting: (existing) => existing };
  }),
  useCase(routes.list, async ({ db, page }) =>
    listed(await db.list(ledgers, partitions.list(db.accountId, "LEDGERS"), page), (ledger) => ledger),
  ),
  useCase(routes.read, async ({ db, params }) => ok(await ledgerIn(db, params.id))),
  useCase(routes.add, async ({ db, params, body, match, actor, now }) => {
    const current = await ledgerIn(db, params.id);
    match(current);
    const next: Ledger = { ...current, total: current.total + body.add, ...revised(current, actor, now) };
    return ok(next, [replace(ledgers, next, current)]);
  }),
  useCase(routes.close, async ({ db, params, match }) => {
    const current = await ledgerIn(db, params.id);
    match(current);
    return noContent([removeVersion(ledgers, current)]);
  }),
  useCase(routes.peek, async ({ db, params }) => ok(await db.get(ledgers, { pk: params.account, sk: "@" }))),
];

export const ledgerHandler = (deps: Deps) =>
  api(() => deps, Object.fromEntries(useCases.map((one) => [one.route.key, async () => one])));
