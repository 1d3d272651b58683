import { ok, publicUseCase } from "../../shared/app/use-case.ts";
import type { AccountsDeps } from "./deps.ts";
import { routes } from "./manifest.ts";
import { presentSession } from "./present.ts";
import { placesOf } from "./store.ts";

export const refreshSession = publicUseCase(
  routes.refreshSession,
  async ({ body }, { people, table }: AccountsDeps) => {
    const session = await (await people()).refresh(body.refreshToken);
    return ok({ ...presentSession(session), accounts: await placesOf(table, session.personId) });
  },
);
