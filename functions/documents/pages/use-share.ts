import { all, equals, missing } from "../../../shared/db/conditions.ts";
import { keys } from "../../../shared/db/keys.ts";
import type { Table } from "../../../shared/db/table.ts";
import { check, VersionConflict } from "../../../shared/db/writes.ts";
import { accessed } from "../../../shared/entities/document.ts";
import { noteUse } from "../../../shared/entities/document-share.ts";
import { type FoundShare, findShare } from "./find-share.ts";

type Shared = Extract<FoundShare, { is: "shared" }>;

const RERUNS = 6;

/**
 * Notes that a client looked at a shared document, or is about to download it: in one transaction with the proof that it
 * is shared with them at this very moment, and that this is its current file. Somebody may be changing either: it is
 * looked at again. Answers what holds, which may be that it is over.
 */
export const recordUse = async (
  table: Table,
  shared: Shared,
  act: "viewed" | "downloaded",
  now: Date,
): Promise<FoundShare> => {
  const db = table.of(shared.share.accountId);
  let found: FoundShare = shared;
  for (let run = 1; found.is === "shared"; run++) {
    const { share, document, client, link } = found;
    try {
      await db.commit([
        noteUse(share, act, now),
        accessed(document, client.id, act, now),
        check(
          keys.of(document.accountId, document.id),
          all(equals("status", "clean"), equals("key", document.key), missing("closed")),
          () => new VersionConflict(),
        ),
      ]);
      return found;
    } catch (error) {
      if (!(error instanceof VersionConflict) || run >= RERUNS) throw error;
      found = await findShare(table, link, now);
    }
  }
  return found;
};
