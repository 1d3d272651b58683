import { revised } from "../../shared/app/actor.ts";
import { findClient } from "../../shared/app/find-client.ts";
import { ok, useCase } from "../../shared/app/use-case.ts";
import { replace } from "../../shared/db/writes.ts";
import { type Client, clients } from "../../shared/entities/client.ts";
import { type ClientInput, clientContent, displayName } from "../../shared/entities/client-draft.ts";
import type { ContactReader } from "../../shared/entities/custom-fields.ts";
import { claimUnique } from "../../shared/entities/unique.ts";
import { mergePatch } from "../../shared/http/merge-patch.ts";
import { sameContent } from "../../shared/same-content.ts";
import { consentChange } from "./consent.ts";
import type { ClientDeps } from "./deps.ts";
import { routes } from "./manifest.ts";
import { presentClient } from "./present.ts";
import { mustBeMembers, typeIfThere, typeOf } from "./references.ts";

export const updateClient = useCase(
  routes.update,
  async ({ params, body, actor, db, now, match }, { ids, contact }: ClientDeps) => {
    const previous = await findClient(db, params.id, actor);
    match(previous);
    const patched = mergePatch<ClientInput>(inputOf(previous), body);
    const [type] = await Promise.all([
      body.typeId === undefined ? typeIfThere(db, patched.typeId) : typeOf(db, patched.typeId),
      mustBeMembers(db, body.assignedTo ?? [], { before: previous.assignedTo }),
    ]);
    // A client who was given the type while it was removed has none.
    const input = type || patched.typeId === undefined ? patched : withoutType(patched);
    const content = clientContent(input, {
      country: actor.account.country,
      type,
      contact: knowing(previous, await contact()),
      ids,
      subscriptions: previous.subscriptions,
      before: previous,
    });
    const draft: Client = {
      ...content,
      ...(body.phones === undefined && { phones: previous.phones }),
      id: previous.id,
      accountId: previous.accountId,
      status: previous.status,
      ...revised(previous, actor, now),
    };
    const said = body.subscriptions ?? undefined;
    const {
      client: next,
      proof,
      writes,
    } = await consentChange(previous, draft, {
      ...{ db, actor, now, ids, said, pointer: "/subscriptions" },
    });
    if (!proof && sameContent(next, previous)) return ok(presentClient(previous));
    const claims = await claimUnique(db, actor.account.settings, previous, next);
    return ok(presentClient(next), [replace(clients, next, previous), ...claims, ...writes]);
  },
);

const withoutType = ({ typeId, ...rest }: ClientInput): ClientInput => rest;

/** A client as its callers would write it: what a merge patch is applied to. A name that was worked out is left out. */
const inputOf = (client: Client): ClientInput => {
  const {
    id,
    accountId,
    status,
    suppressed,
    marketingRefusedAt,
    raw,
    indexed,
    version,
    createdAt,
    createdBy,
    updatedAt,
    updatedBy,
    source,
    ...rest
  } = client;
  const { name, ...content } = rest;
  const workedOut = displayName(content) === name;
  return {
    ...content,
    ...(workedOut ? {} : { name }),
    email: raw?.email ?? client.email,
    mobile: raw?.mobile ?? client.mobile,
    phones: client.phones.map(({ label, number, raw: typed }) => ({ label, number: typed ?? number })),
  };
};

/** What the client has was read when it was written; only what is new is read, in the region of today. */
const knowing = ({ email, mobile, raw, phones }: Client, contact: ContactReader): ContactReader => {
  const known = new Map(phones.map(({ raw: typed, number }) => [typed ?? number, number]));
  if (mobile) known.set(raw?.mobile ?? mobile, mobile);
  return {
    email: (text) => (email && text === (raw?.email ?? email) ? email : contact.email(text)),
    phone: (text, region) => known.get(text) ?? contact.phone(text, region),
  };
};
