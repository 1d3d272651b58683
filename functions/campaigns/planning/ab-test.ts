import { createHash } from "node:crypto";
import type { AbTest, Campaign } from "../../../shared/entities/campaign.ts";
import { type CampaignTally, type TestTallied, testCounter } from "../../../shared/entities/campaign-chunk.ts";
import type { PlannedChunk } from "../../../shared/entities/campaign-plan.ts";
import type { AppError } from "../../../shared/errors.ts";
import { invalid } from "../../../shared/errors.ts";

/**
 * On so many recipients each subject must be tried, or none is: of two subjects that every fifth opens, and two in five,
 * the better one then wins 92 times in 100; with ten recipients each it would be 84 times, and with three, 70
 * (docs/adr/0043-a-test-needs-recipients.md).
 */
const LEAST_TRIED = 20;

/** Whether the sample of so many recipients says nothing about its subjects. */
export const isTooSmall = (
  { subjects, samplePercent }: Pick<AbTest, "subjects" | "samplePercent">,
  recipients: number,
  leastTried = LEAST_TRIED,
): boolean => recipients * samplePercent < 100 * leastTried * subjects.length;

/** The subject that was tried on a chunk's recipients, by its place; none where all get the same. */
export const triedOn = ({ testState }: Pick<Campaign, "testState">, { variant }: Pick<PlannedChunk, "variant">) =>
  testState === "too_few" ? undefined : variant;

/** Whether subjects are tried, and nobody knows yet which one the rest is to get. */
export const isUndecided = ({ abTest, winner }: Pick<Campaign, "abTest" | "winner">): boolean =>
  abTest !== undefined && winner === undefined;

/** Whether a chunk waits until the winner is known. */
export const isHeld = (campaign: Pick<Campaign, "abTest" | "winner">, { variant }: Pick<PlannedChunk, "variant">) =>
  variant === undefined && isUndecided(campaign);

/**
 * Which subject is tried on a recipient; none for the rest. It follows from the campaign and the client alone, except
 * that the first recipients get one subject each, so that each is tried on somebody.
 * @param ordinal how many recipients were planned before
 */
export const variantOf = (
  { id, abTest }: Pick<Campaign, "id" | "abTest">,
  clientId: string,
  ordinal: number,
): number | undefined => {
  if (!abTest) return undefined;
  const { subjects, samplePercent } = abTest;
  if (ordinal < subjects.length) return ordinal;
  const drawn = createHash("sha256").update(`${id} ${clientId}`).digest();
  return drawn.readUInt32BE(0) / 2 ** 32 < samplePercent / 100 ? drawn.readUInt32BE(4) % subjects.length : undefined;
};

type TestCounts = Record<TestTallied, number>;

/** What each subject did with those it was tried on. */
export const testResults = (
  { subjects }: Pick<AbTest, "subjects">,
  tallies: readonly CampaignTally[],
): ({ subject: string } & TestCounts)[] => {
  const sum = (variant: number, name: TestTallied) =>
    tallies.reduce((all, tally) => all + (tally[testCounter(variant, name)] ?? 0), 0);
  return subjects.map((subject, variant) => ({
    subject,
    sent: sum(variant, "sent"),
    viewed: sum(variant, "viewed"),
    clicked: sum(variant, "clicked"),
  }));
};

/** The place of the subject with the highest rate; of equal ones the first. */
export const bestOf = (abTest: AbTest, tallies: readonly CampaignTally[]): number => {
  const results = testResults(abTest, tallies);
  const rates = results.map((counts) => (counts.sent > 0 ? counts[abTest.metric] / counts.sent : 0));
  return rates.indexOf(Math.max(...rates));
};

export const sampleChunksDone = (tallies: readonly CampaignTally[]): number =>
  tallies.reduce((sum, tally) => sum + (tally.sampleChunksDone ?? 0), 0);

/** The mistake in a test that was asked for; its translations say every subject or none. */
export const mistakeIn = ({
  subjects,
  translations = {},
}: Pick<AbTest, "subjects" | "translations">): AppError | undefined => {
  const short = Object.entries(translations).find(([, translated]) => translated.length !== subjects.length);
  return short && invalid(`/abTest/translations/${short[0]}`, "Translate each of the subjects");
};
