import type { Actor } from "../../shared/app/actor.ts";
import type { LoggedChange } from "../../shared/entities/change-log.ts";
import { scopesOfEvents } from "../../shared/events/event-scope.ts";
import { holds } from "../../shared/http/scopes.ts";
import { kinds } from "../kinds.ts";

const scopeOfEvent = scopesOfEvents(kinds);

export const kindOf = (type: string): string => type.split(".", 1)[0] ?? "";

/** Whether a caller asked for a change and may be told of it. */
export const wantedBy = (
  caller: Pick<Actor, "role" | "scopes">,
  types: string | undefined,
): ((change: LoggedChange) => boolean) => {
  const asked = types === undefined ? undefined : new Set(types.split(","));
  return ({ type }) => {
    return holds(caller, scopeOfEvent(type)) && (!asked || asked.has(kindOf(type)) || asked.has(type));
  };
};
