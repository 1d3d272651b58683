import { noContent, personUseCase } from "../../shared/app/use-case.ts";
import { keys } from "../../shared/db/keys.ts";
import { memberships } from "../../shared/entities/account.ts";
import { notFound } from "../../shared/errors.ts";
import { isId } from "../../shared/ids.ts";
import { routes } from "./manifest.ts";
import { removal } from "./removal.ts";
import { memberIn, teamsWith } from "./store.ts";

/** Everybody can leave, whatever their role. @throws conflict for the only owner */
export const leaveAccount = personUseCase(routes.leaveAccount, async ({ params: { accountId }, person, now }, deps) => {
  if (!isId("account", accountId)) throw notFound("membership");
  const place = await deps.table.global.get(memberships, keys.membership(person.id, accountId));
  if (!place) throw notFound("membership");
  const db = deps.table.of(accountId);
  const { memberId } = place;
  const [member, theirTeams] = await Promise.all([memberIn(db, memberId), teamsWith(db, memberId)]);
  return {
    ...noContent(await removal(db, { member, theirTeams }, { kind: "person", id: memberId }, now)),
    in: accountId,
  };
});
