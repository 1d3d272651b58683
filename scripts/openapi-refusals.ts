import { createSchema } from "zod-openapi";
import { methodOf, pathOf, type Route } from "../shared/http/contract.ts";

export const isScoped = ({ access }: Route): boolean => access !== "public" && access !== "signed-in";

/** Whether If-Match is looked at: what makes something new has no version to match. */
export const changesVersion = (route: Route): boolean =>
  route.versioned === true &&
  methodOf(route.key) !== "GET" &&
  pathOf(route.key).includes("{") &&
  !("201" in route.answers);

/** The statuses of `shared/errors.ts` that this route may answer with, besides those of an error of ours. */
export const refusalsOf = (route: Route): number[] => {
  const { answers, refusals = [] } = route;
  const method = methodOf(route.key);
  const isPublic = route.access === "public";
  const hasParameters = pathOf(route.key).includes("{");
  const met = [
    // Whatever is sent may be no text; who belongs to several accounts names one.
    ...(!isPublic || route.body || route.query || hasParameters ? [400] : []),
    ...(isPublic ? [] : [401, 403, 429]),
    ...(hasParameters || namesOthers(route) || route.query ? [404] : []),
    ...(method === "GET" ? [] : [409]),
    ...(route.body ? [413, 415, 422] : []),
    ...(route.query || (isScoped(route) && method === "POST") ? [422] : []),
    ...(changesVersion(route) ? [412, 428] : []),
    ...refusals,
  ];
  return [...new Set(met)].filter((status) => !(status in answers)).sort((a, b) => a - b);
};

/** A body that names something by its id, other than what it makes, may name what is not there. */
const namesOthers = ({ body }: Route): boolean => {
  if (!body) return false;
  const { schema, components } = createSchema(body(), { io: "input" });
  const text = JSON.stringify([schema, components]);
  return (text.match(/\^[a-z]+_\[0-7\]/g) ?? []).length > (/"id":\{"type":"string","pattern"/.test(text) ? 1 : 0);
};
