import type { Actor } from "../../shared/app/actor.ts";
import { gaveUpSentence } from "../../shared/app/job-sentences.ts";
import { asItStands, type Job } from "../../shared/entities/job.ts";

/** A job as callers see it: one whose worker died in its last try has failed, though nobody was left to write it down. */
export const presentJob = (job: Job, { account }: Pick<Actor, "account">, now: Date): Job => {
  const standing = asItStands(job, now);
  return standing.gaveUp && !standing.failure ? { ...standing, failure: gaveUpSentence(account.language) } : standing;
};
