import { type Actor, born, revised } from "../../shared/app/actor.ts";
import { authorNamed } from "../../shared/app/author.ts";
import { findClient } from "../../shared/app/find-client.ts";
import { created, listed, noContent, ok, useCase } from "../../shared/app/use-case.ts";
import { type Entity, fromStored } from "../../shared/db/entity.ts";
import { keys, partitions } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { insert, removeVersion, replace } from "../../shared/db/writes.ts";
import { type ClientNote, clientComments, clientNotes } from "../../shared/entities/client.ts";
import { notFound } from "../../shared/errors.ts";
import { isId } from "../../shared/ids.ts";
import { sameContent } from "../../shared/same-content.ts";
import { routes } from "./manifest.ts";

/** Notes and comments are the same thing under two names: notes for facts to know, comments for what staff say. */
interface Kind {
  entity: Entity<ClientNote>;
  id: "note" | "comment";
  prefix: string;
}

const note: Kind = { entity: clientNotes, id: "note", prefix: "NOTE#" };
const comment: Kind = { entity: clientComments, id: "comment", prefix: "COMMENT#" };

/** A note of a client that the caller may see, in one round trip. */
const findNote = async (
  db: AccountTable,
  actor: Actor,
  { id: clientId, noteId: id }: { id: string; noteId: string },
  { entity, id: kind, prefix }: Kind,
) => {
  const [, found] = await Promise.all([
    findClient(db, clientId, actor),
    isId(kind, id) ? db.get(entity, keys.part(db.accountId, clientId, `${prefix}${id}`)) : undefined,
  ]);
  if (!found) throw notFound(kind);
  return found;
};

const lister = (route: typeof routes.listNotes | typeof routes.listComments, { entity, prefix }: Kind) =>
  useCase(route, async ({ params, actor, db, page }) => {
    const range = { ...page, newestFirst: true, prefix };
    const [, found] = await Promise.all([
      findClient(db, params.id, actor),
      db.list(entity, partitions.self(db.accountId, params.id), range),
    ]);
    return listed(found, (item) => item);
  });

const adder = (route: typeof routes.addNote | typeof routes.addComment, kind: Kind) =>
  useCase(route, async ({ params, body, actor, db, now }, { ids }) => {
    const [client, author] = await Promise.all([findClient(db, params.id, actor), authorNamed(db, actor)]);
    const written: ClientNote = {
      id: (body.id as ClientNote["id"] | undefined) ?? ids.next(kind.id),
      accountId: actor.accountId,
      clientId: client.id,
      body: body.body,
      author,
      ...born(actor, now),
    };
    return {
      ...created(written, [insert(kind.entity, written)]),
      asExisting: (existing) => fromStored(kind.entity, existing),
    };
  });

const remover = (route: typeof routes.removeNote | typeof routes.removeComment, kind: Kind) =>
  useCase(route, async ({ params, actor, db, match }) => {
    const found = await findNote(db, actor, params, kind);
    match(found);
    return noContent([removeVersion(kind.entity, found)]);
  });

export const listNotes = lister(routes.listNotes, note);
export const addNote = adder(routes.addNote, note);
export const removeNote = remover(routes.removeNote, note);
export const listComments = lister(routes.listComments, comment);
export const addComment = adder(routes.addComment, comment);
export const removeComment = remover(routes.removeComment, comment);

export const updateNote = useCase(routes.updateNote, async ({ params, body, actor, db, now, match }) => {
  const previous = await findNote(db, actor, params, note);
  match(previous);
  const next: ClientNote = { ...previous, body: body.body, ...revised(previous, actor, now) };
  if (sameContent(next, previous)) return ok(previous);
  return ok(next, [replace(clientNotes, next, previous)]);
});
