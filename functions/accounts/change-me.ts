import { revised } from "../../shared/app/actor.ts";
import { ok, useCase } from "../../shared/app/use-case.ts";
import { replace } from "../../shared/db/writes.ts";
import { type Member, members } from "../../shared/entities/account.ts";
import { AppError } from "../../shared/errors.ts";
import { mergePatch } from "../../shared/http/merge-patch.ts";
import { sameContent } from "../../shared/same-content.ts";
import { routes } from "./manifest.ts";
import { presentMe } from "./present.ts";
import { memberIn } from "./store.ts";

export const changeMe = useCase(routes.changeMe, async ({ body, actor, db, match, now }) => {
  if (actor.kind !== "person") throw new AppError("forbidden", "An API key has no profile: this route is for people.");
  const current = await memberIn(db, actor.id);
  match(current);
  const next: Member = { ...mergePatch(current, body), ...revised(current, actor, now) };
  if (sameContent(next, current)) return ok(presentMe(current, actor));
  return ok(presentMe(next, actor), [replace(members, next, current)]);
});
