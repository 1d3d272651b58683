import type { Actor } from "../../../shared/app/actor.ts";
import { matchesType, type Webhook } from "../../../shared/entities/webhook.ts";
import { AppError, invalid } from "../../../shared/errors.ts";
import { holds } from "../../../shared/http/scopes.ts";
import type { WebhooksDeps } from "../deps.ts";
import { mistakeInTarget } from "../targets/target-url.ts";

type Wanted = Pick<Webhook, "url" | "eventTypes">;

/**
 * @throws AppError `validation-failed` for an address that nothing may be posted to, or a type that no event has; `forbidden`
 * where events would tell more than the caller may read
 */
export const checkTarget = async (
  { url, eventTypes }: Wanted,
  actor: Actor,
  { loopbackTargets }: Pick<WebhooksDeps, "loopbackTargets">,
): Promise<void> => {
  const mistake = mistakeInTarget(url, loopbackTargets);
  if (mistake) throw invalid("/url", mistake);
  const [{ publicTypes }, { scopesOfEvents }, { kinds }] = await Promise.all([
    import("../../../shared/events/public-events.ts"),
    import("../../../shared/events/event-scope.ts"),
    import("../../kinds.ts"),
  ]);
  const known = publicTypes(kinds);
  for (const [place, chosen] of eventTypes.entries())
    if (!known.some((type) => matchesType(chosen, type)))
      throw invalid(`/eventTypes/${place}`, `There is no event type ${chosen}`);
  const needed = known
    .filter((type) => eventTypes.some((chosen) => matchesType(chosen, type)))
    .map(scopesOfEvents(kinds));
  const missing = needed.find((scope) => !holds(actor, scope));
  if (missing) throw new AppError("forbidden", `These events tell what needs the scope ${missing}.`);
};
