import { revised } from "../../shared/app/actor.ts";
import { ok, useCase } from "../../shared/app/use-case.ts";
import { present } from "../../shared/db/conditions.ts";
import { keys } from "../../shared/db/keys.ts";
import { replace, update } from "../../shared/db/writes.ts";
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
  const { home, ...patch } = body;
  const changed: Member = { ...mergePatch(current, patch), ...revised(current, actor, now) };
  const isSame = sameContent(changed, current);
  const next = isSame ? current : changed;
  const membership = keys.membership(current.personId, current.accountId);
  const settled = home ? [update(membership, { set: { homeSince: now.toISOString() } }, present)] : [];
  return ok(presentMe(next, actor), [...(isSame ? [] : [replace(members, next, current)]), ...settled]);
});
