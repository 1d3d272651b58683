import type { Actor } from "../../shared/app/actor.ts";
import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { members } from "../../shared/entities/account.ts";
import type { Audience, AudienceFilter } from "../../shared/entities/campaign.ts";
import { clientTypes } from "../../shared/entities/client.ts";
import { invalid, noSuch } from "../../shared/errors.ts";
import type { ClientId } from "../../shared/ids.ts";
import { clientsById } from "./audience-clients.ts";

type Given =
  | { clientIds: string[] }
  | { filter: { [Name in keyof AudienceFilter]?: AudienceFilter[Name] | undefined } }
  | { all: true };

/** An audience as it was asked for; everybody and everything that it names is the account's own. */
export const audienceOf = async (db: AccountTable, actor: Actor, given: Given): Promise<Audience> => {
  if ("all" in given) return { all: true };
  if ("clientIds" in given) {
    const found = await clientsById(
      db,
      given.clientIds.map((id) => ({ id })),
      ["id"],
    );
    const missing = given.clientIds.findIndex((id) => !found.has(id));
    if (missing >= 0) throw noSuch("client", `/audience/clientIds/${missing}`);
    return { clientIds: given.clientIds as ClientId[] };
  }
  return { filter: await filterOf(db, actor, given.filter) };
};

const filterOf = async (
  db: AccountTable,
  actor: Actor,
  { tag, type, assignedTo, mobile, field }: Extract<Given, { filter: object }>["filter"],
): Promise<AudienceFilter> => {
  const assignee = assignedTo === "me" ? ownId(actor) : assignedTo;
  const [typeThere, memberThere] = await Promise.all([
    type ? db.get(clientTypes, keys.of(db.accountId, type)) : true,
    assignee ? db.get(members, keys.of(db.accountId, assignee)) : true,
  ]);
  if (!typeThere) throw noSuch("client type", "/audience/filter/type");
  if (!memberThere) throw noSuch("member", "/audience/filter/assignedTo");
  const filter: AudienceFilter = {
    ...(tag ? { tag } : {}),
    ...(type ? { type } : {}),
    ...(assignee ? { assignedTo: assignee } : {}),
    ...(mobile ? { mobile } : {}),
    ...(field && Object.keys(field).length > 0 ? { field } : {}),
  };
  if (Object.keys(filter).length === 0) throw invalid("/audience/filter", "Name a filter, or choose all clients");
  return filter;
};

const ownId = (actor: Actor): string => {
  if (actor.kind === "person") return actor.id;
  throw invalid("/audience/filter/assignedTo", "`me` is for people; an API key names a member");
};
