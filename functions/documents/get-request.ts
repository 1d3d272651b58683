import { ok, useCase } from "../../shared/app/use-case.ts";
import { routes } from "./manifest.ts";
import { presentWhole } from "./present.ts";
import { findRequest } from "./store.ts";

export const getRequest = useCase(routes.getRequest, async ({ params, actor, db, now }) =>
  ok(presentWhole(await findRequest(db, params.id, actor), now)),
);
