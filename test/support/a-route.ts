import { type RouteKey, route } from "../../shared/http/contract.ts";

/** A route that nothing is known of but its key. */
export const aRoute = (key: RouteKey = "GET /v1/things", form = false) =>
  route(key, { summary: "", access: "public", answers: {}, form });
