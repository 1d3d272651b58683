import { ok, useCase } from "../../shared/app/use-case.ts";
import { keys } from "../../shared/db/keys.ts";
import { erasures } from "../../shared/entities/erasure.ts";
import { asItStands, jobs } from "../../shared/entities/job.ts";
import { notFound } from "../../shared/errors.ts";
import { isId } from "../../shared/ids.ts";
import { languageTagOf } from "../../shared/messaging/language.ts";
import { routes } from "./manifest.ts";
import { erasedText, keptText } from "./words.ts";

/** The receipt of an erasure, in the account's language, as its country says it. It names nobody: it may be handed to whoever asked. */
export const getErasure = useCase(routes.getErasure, async ({ params, actor, db, now }) => {
  const erasure = isId("erasure", params.id) ? await db.get(erasures, keys.of(db.accountId, params.id)) : undefined;
  if (!erasure) throw notFound("erasure");
  const { erased = {}, kept = [], finishedAt } = erasure;
  const job = finishedAt ? undefined : await db.get(jobs, keys.of(db.accountId, erasure.jobId));
  const language = languageTagOf(actor.account.country, actor.account.language);
  const failed = job !== undefined && asItStands(job, now).status === "failed";
  return ok({
    ...erasure,
    status: finishedAt ? "finished" : failed ? "failed" : "running",
    erased: Object.entries(erased).map(([what, count]) => ({ what, count, text: erasedText(what, language) })),
    kept: kept.map((one) => ({ ...one, text: keptText(one.what, language) })),
  });
});
