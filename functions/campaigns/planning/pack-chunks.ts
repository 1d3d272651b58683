import { CHUNK_SIZE, type PlannedChunk } from "../../../shared/entities/campaign-plan.ts";
import type { Recipient } from "./snapshots.ts";

/** Full chunks of one language and subject each. Recipients left over wait for the next page, after the chunks in the snapshot. */
export const packChunks = (
  recipients: readonly Recipient[],
  flush: boolean,
): { lines: Recipient[]; chunks: PlannedChunk[] } => {
  const lines: Recipient[] = [];
  const left: Recipient[] = [];
  const chunks: PlannedChunk[] = [];
  const groups = Map.groupBy(recipients, ({ language, variant }) => `${language} ${variant ?? ""}`);
  for (const group of groups.values()) {
    const { language = "fr", variant } = group[0] ?? {};
    for (let start = 0; start < group.length; start += CHUNK_SIZE) {
      const part = group.slice(start, start + CHUNK_SIZE);
      if (part.length < CHUNK_SIZE && !flush) left.push(...part);
      else {
        const tried = variant === undefined ? {} : { variant };
        chunks.push({ language, ...tried, offset: lines.length, size: part.length });
        lines.push(...part);
      }
    }
  }
  return { lines: [...lines, ...left], chunks };
};
