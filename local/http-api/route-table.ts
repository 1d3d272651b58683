export interface MatchedRoute<Route> {
  route: Route;
  /** Decoded values of `{name}` and `{name+}`. */
  parameters: Record<string, string>;
}

interface Pattern<Route> {
  method: string;
  segments: string[];
  route: Route;
}

/**
 * Finds routes as an HTTP API does: a fixed segment before a variable one, a variable before `{rest+}`, a named method
 * before `ANY`, and `$default` when nothing else fits.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export const createRouteTable = <Route extends { key: string }>(routes: Route[]) => {
  const fallback = routes.find(({ key }) => key === "$default");
  const patterns = routes
    .filter(({ key }) => key !== "$default")
    .map(toPattern)
    .toSorted(bySpecificity);

  return (method: string, path: string): MatchedRoute<Route> | undefined => {
    const segments = path.split("/").slice(1);
    for (const pattern of patterns) {
      if (pattern.method !== "ANY" && pattern.method !== method) continue;
      const parameters = match(pattern.segments, segments);
      if (parameters) return { route: pattern.route, parameters };
    }
    return fallback && { route: fallback, parameters: {} };
  };
};

const toPattern = <Route extends { key: string }>(route: Route): Pattern<Route> => {
  const [method, path] = route.key.split(" ");
  if (!method || !path?.startsWith("/")) throw new Error(`The route key "${route.key}" is not understood`);
  return { method, segments: path.split("/").slice(1), route };
};

/** 0 for a fixed segment, 1 for `{name}`, 2 for `{name+}`, 3 where the other path still goes on. */
const rank = (segment: string | undefined): number => {
  if (segment === undefined) return 3;
  if (!segment.startsWith("{")) return 0;
  return segment.endsWith("+}") ? 2 : 1;
};

const bySpecificity = <Route>(a: Pattern<Route>, b: Pattern<Route>): number => {
  for (let index = 0; index < Math.max(a.segments.length, b.segments.length); index += 1) {
    const difference = rank(a.segments[index]) - rank(b.segments[index]);
    if (difference !== 0) return difference;
  }
  return Number(a.method === "ANY") - Number(b.method === "ANY");
};

const match = (pattern: string[], path: string[]): Record<string, string> | undefined => {
  const parameters: Record<string, string> = {};
  for (const [index, segment] of pattern.entries()) {
    const value = path[index];
    if (value === undefined) return undefined;
    if (rank(segment) === 0) {
      if (segment !== value) return undefined;
    } else if (rank(segment) === 1) {
      if (value === "") return undefined;
      parameters[segment.slice(1, -1)] = decode(value);
    } else {
      const rest = path.slice(index).join("/");
      if (rest === "") return undefined;
      parameters[segment.slice(1, -2)] = decode(rest);
      return parameters;
    }
  }
  return pattern.length === path.length ? parameters : undefined;
};

const decode = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};
