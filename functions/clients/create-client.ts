import { born } from "../../shared/app/actor.ts";
import { created, useCase } from "../../shared/app/use-case.ts";
import { assignedBy } from "../../shared/app/visibility.ts";
import { insertIndexed } from "../../shared/app/write-client.ts";
import { fromStored } from "../../shared/db/entity.ts";
import { type Client, clients } from "../../shared/entities/client.ts";
import { clientContent } from "../../shared/entities/client-draft.ts";
import { claimUnique } from "../../shared/entities/unique.ts";
import type { ClientId } from "../../shared/ids.ts";
import { consentChange } from "./consent.ts";
import type { ClientDeps } from "./deps.ts";
import { routes } from "./manifest.ts";
import { presentClient } from "./present.ts";
import { mustBeMembers, typeOf } from "./references.ts";

/** Adds a client; the same client-made id with the same content is the same creation. */
export const createClient = useCase(routes.create, async ({ body, actor, db, now }, { ids, contact }: ClientDeps) => {
  const assignedTo = assignedBy(actor, body.assignedTo);
  const input = assignedTo === body.assignedTo ? body : { ...body, assignedTo: [...(assignedTo ?? [])] };
  const names = input.typeId || input.assignedTo;
  const [type] = names ? await Promise.all([typeOf(db, input.typeId), mustBeMembers(db, input.assignedTo)]) : [];
  const content = clientContent(input, { country: actor.account.country, type, contact: await contact(), ids });
  const draft: Client = Object.assign(content, {
    id: (body.id as ClientId | undefined) ?? ids.next("client"),
    accountId: actor.accountId,
    status: "active" as const,
    ...born(actor, now),
  });
  const terms = { db, actor, now, ids, said: input.subscriptions, pointer: "/subscriptions" };
  const { client, writes } = await consentChange(undefined, draft, terms);
  const claims = await claimUnique(db, actor.account.settings, undefined, client);
  return {
    ...created(presentClient(client), [await insertIndexed(client), ...claims, ...writes]),
    asExisting: (existing) => presentClient(fromStored(clients, existing)),
  };
});
