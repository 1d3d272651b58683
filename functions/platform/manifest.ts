import * as z from "zod/mini";
import { manifest, route } from "../../shared/http/contract.ts";
import { output } from "../../shared/http/fields.ts";
import { lazy } from "../../shared/lazy.ts";

const Health = lazy(() => output({ status: z.literal("ok"), stage: z.string() }));

export const routes = {
  health: route("GET /v1/health", {
    summary: "Tells that the API answers",
    description:
      "Asks nothing of the services behind it. On one machine, where these run beside it, it says with a 503 which of them " +
      "does not answer.",
    access: "public",
    answers: { 200: Health },
    refusals: [503],
  }),
  openApi: route("GET /v1/openapi.json", {
    summary: "The OpenAPI description of this API",
    access: "public",
    answers: { 200: "document" },
  }),
  docs: route("GET /docs", {
    summary: "The reference page of this API",
    access: "public",
    answers: { 200: "page" },
  }),
  docsBesideApi: route("GET /v1/docs", {
    summary: "The reference page, where those look for it who know only the API's address",
    access: "public",
    answers: { 302: "empty" },
  }),
};

export const platform = manifest("platform", "Health and description of the API itself", routes);
