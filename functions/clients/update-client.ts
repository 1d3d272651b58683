import { revised } from "../../shared/app/actor.ts";
import { findClientToChange } from "../../shared/app/find-client.ts";
import { ok, useCase } from "../../shared/app/use-case.ts";
import { replaceIndexed } from "../../shared/app/write-client.ts";
import type { Client } from "../../shared/entities/client.ts";
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
    const { client: previous, index } = await findClientToChange(db, params.id, actor);
    match(previous);
    const patched = mergePatch<ClientInput>(inputOf(previous), body);
    const names = patched.typeId !== undefined || body.assignedTo;
    const [type] = names
      ? await Promise.all([
          body.typeId === undefined ? typeIfThere(db, patched.typeId) : typeOf(db, patched.typeId),
          mustBeMembers(db, body.assignedTo ?? [], { before: previous.assignedTo }),
        ])
      : [];
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
    const { id, accountId, status } = previous;
    const draft: Client = Object.assign(content, { id, accountId, status, ...revised(previous, actor, now) });
    if (body.phones === undefined) draft.phones = previous.phones;
    const terms = { db, actor, now, ids, said: body.subscriptions ?? undefined, pointer: "/subscriptions" };
    const { client: next, proof, writes } = await consentChange(previous, draft, terms);
    if (!proof && sameContent(next, previous)) return ok(presentClient(previous));
    const claims = await claimUnique(db, actor.account.settings, previous, next);
    return ok(presentClient(next), [await replaceIndexed(next, previous, index), ...claims, ...writes]);
  },
);

const withoutType = ({ typeId, ...rest }: ClientInput): ClientInput => rest;

/** A client as its callers would write it: what a merge patch is applied to. A name that was worked out is left out. */
const inputOf = (client: Client): { [Name in keyof Required<ClientInput>]: ClientInput[Name] } => {
  const { firstName, lastName, company, email, mobile, raw, phones } = client;
  const workedOut = displayName({ firstName, lastName, company, email, mobile, phones }) === client.name;
  return {
    name: workedOut ? undefined : client.name,
    firstName,
    lastName,
    company,
    typeId: client.typeId,
    email: raw?.email ?? email,
    otherEmails: client.otherEmails,
    mobile: raw?.mobile ?? mobile,
    phones: phones.map(({ label, number, raw: typed }) => ({ label, number: typed ?? number })),
    addresses: client.addresses,
    language: client.language,
    tags: client.tags,
    fields: client.fields,
    priceListId: client.priceListId,
    discountPercent: client.discountPercent,
    taxId: client.taxId,
    note: client.note,
    showNote: client.showNote,
    signatureExempt: client.signatureExempt,
    disabled: client.disabled,
    assignedTo: client.assignedTo,
    subscriptions: client.subscriptions,
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
