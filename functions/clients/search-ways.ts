import type { Actor } from "../../shared/app/actor.ts";
import { AppError } from "../../shared/errors.ts";
import { moreWaysOf, type Way, waysOf } from "../../shared/filters/text-ways.ts";
import { holds } from "../../shared/http/scopes.ts";
import type { FindQuery } from "../../shared/text/search-query.ts";
import { kinds } from "../kinds.ts";

type Typed = Exclude<FindQuery, { kind: "nothing" }>;

/** Where things of a kind are looked for. @throws AppError `forbidden` for a kind that was asked for, and may not be seen */
export const waysTo = (name: string, typed: Typed, actor: Actor, isAsked: boolean): Way[] => {
  if (name === "client") return typed.kind === "letter" ? ofLetter(typed) : [...waysOf(typed), ...moreWaysOf(typed)];
  const kind = [...kinds.values()].find(({ resource, search }) => search && resource === name);
  if (!kind) return [];
  const { scope = "account:read" } = kind;
  if (!holds(actor, scope)) {
    if (isAsked) throw new AppError("forbidden", `This needs the scope ${scope}.`);
    return [];
  }
  const prefixes = typed.kind === "letter" ? [typed.letter] : typed.prefixes;
  return prefixes.map((prefix, at) => ({ kind: "things", of: name, prefix, name: `${name}${at}` }));
};

/** Tokens of one letter have a partition of their own. */
const ofLetter = ({ letter }: { letter: string }): Way[] => [
  { kind: "names", prefix: letter, name: "0n" },
  { kind: "tokens", prefix: letter, name: "0" },
  { kind: "more", prefix: letter, name: "0m" },
];
