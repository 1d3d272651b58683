import { ok, publicUseCase } from "../../shared/app/use-case.ts";
import type { AccountsDeps } from "./deps.ts";
import { routes } from "./manifest.ts";
import { presentSession } from "./present.ts";
import { placesOf } from "./store.ts";

/** Says the same, and does the same, for an unknown address as for a wrong password. */
export const signIn = publicUseCase(routes.signIn, async ({ body }, { people, table }: AccountsDeps) => {
  const session = await (await people()).signIn({ ...body, email: body.email.toLowerCase() });
  return ok({ ...presentSession(session), accounts: await placesOf(table, session.personId) });
});
