import { isLogged } from "../../shared/entities/change-log.ts";
import { invalid } from "../../shared/errors.ts";
import { eventTypesOf } from "../../shared/events/kind.ts";
import { kinds } from "../kinds.ts";

/** @throws AppError for a type that no change has: whoever waits for it would wait for ever */
export const mustBeKnown = (types: string | undefined): void => {
  if (types === undefined) return;
  const known = new Set([...kinds.values()].filter(isLogged).flatMap((kind) => [kind.resource, ...eventTypesOf(kind)]));
  const unknown = types.split(",").find((type) => !known.has(type));
  if (unknown !== undefined) throw invalid("types", `There are no changes of the type ${unknown}.`);
};
