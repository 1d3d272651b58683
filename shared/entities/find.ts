import { type Entity, entity } from "../db/entity.ts";
import { type AccountId, type ClientId, keys } from "../db/keys.ts";
import { cut } from "../text/cut.ts";
import { dialledForms, lastDigits } from "../text/dialled-numbers.ts";
import type { Client } from "./client.ts";
import { packed } from "./client-index.ts";
import { lookupsOf, tokenOf } from "./lookup.ts";

/**
 * Where to look. `client`: name, mobile number, e-mail, for the search within clients; `client_more`: every other
 * searchable attribute. The global search looks in both.
 */
export type FindIndex = "client" | "client_more";

/** What a search finds, ready to be shown: it stands under each token that has an item of its own. */
export interface FindEntry {
  id: string;
  /** As `kind=` of the search names it. */
  kind: "client";
  title: string;
  subtitle?: string;
  clientId?: ClientId;
  /** A disabled client: found, since people look for it on purpose, but marked. */
  disabled?: true;
}

/** The entry of a token; the token stands in its key alone. */
export const findEntries = (account: AccountId, index: FindIndex, token: string): Entity<FindEntry> =>
  entity("find", ({ id }) => keys.find(account, index, token, id), {
    fromKey: ({ sk }) => {
      const id = sk.slice(sk.lastIndexOf("#") + 1);
      return { id, kind: "client", clientId: id };
    },
  });

const TITLE_LENGTH = 200;

/** A client as the search shows it. */
export const findEntryOf = ({ id, name, company, email, mobile, phones, disabled }: Client): FindEntry => {
  const subtitle = [company, email, mobile, phones[0]?.number].find((text) => text && text !== name);
  return {
    id,
    kind: "client",
    title: cut(name, TITLE_LENGTH),
    ...(subtitle ? { subtitle: cut(subtitle, TITLE_LENGTH) } : {}),
    clientId: id,
    ...(disabled ? { disabled } : {}),
  };
};

/**
 * The texts by which the search within clients finds a client, a line each, beside what the name begins with.
 * @param tokens those that have an item of their own: `ClientIndex.tokens`
 */
export const findTextOf = (
  client: Pick<Client, "email" | "otherEmails" | "mobile">,
  tokens: string | undefined,
): string => {
  const texts = lookupsOf(client).flatMap((lookup) =>
    lookup.what === "email" ? tokenOf(lookup) : [...dialledForms(lookup.value), lastDigits(lookup.value) ?? []].flat(),
  );
  return [packed(texts), tokens].filter((lines) => lines !== undefined).join("\n");
};
