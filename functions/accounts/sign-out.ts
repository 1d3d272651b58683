import { noContent, personUseCase } from "../../shared/app/use-case.ts";
import type { AccountsDeps } from "./deps.ts";
import { routes } from "./manifest.ts";

/** Ends the session of a refresh token; every session of the person where none is named. */
export const signOut = personUseCase(routes.signOut, async ({ body, person }, { people }: AccountsDeps) => {
  const pool = await people();
  const { refreshToken, everywhere = refreshToken === undefined } = body;
  if (refreshToken !== undefined) await pool.signOut(refreshToken);
  if (everywhere) await pool.signOutEverywhere(person.id);
  return noContent();
});
