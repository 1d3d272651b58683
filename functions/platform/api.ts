import { api } from "../../shared/app/api.ts";
import { buildDeps } from "./deps.ts";
import { health } from "./health.ts";
import { docs, docsBesideApi, openApi } from "./reference.ts";

/** Also answers what no route matches: the pipeline knows no use case for it, and says 404. */
export const handler = api(buildDeps, [health, openApi, docs, docsBesideApi]);
