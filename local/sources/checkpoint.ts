import { mkdirSync, readFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/** How far a reader has come in one shard. */
export type Mark = { after: string } | { closed: true };

export interface Checkpoint {
  mark(shardId: string): Mark | undefined;
  /** Remembers the mark on disk; a kill in between repeats records, it never skips one. */
  set(shardId: string, mark: Mark): Promise<void>;
  /** Forgets shards that the stream no longer lists. */
  keepOnly(shardIds: ReadonlySet<string>): Promise<void>;
}

/** Opens the marks of one reader of one stream; marks of another stream are of no use and dropped. */
export function openCheckpoint(file: string, streamArn: string): Checkpoint {
  mkdirSync(dirname(file), { recursive: true });
  const marks = new Map<string, Mark>(Object.entries(load(file, streamArn)));

  async function save(): Promise<void> {
    await writeFile(`${file}.new`, JSON.stringify({ streamArn, shards: Object.fromEntries(marks) }));
    await rename(`${file}.new`, file);
  }

  return {
    mark: (shardId) => marks.get(shardId),
    async set(shardId, mark) {
      marks.set(shardId, mark);
      await save();
    },
    async keepOnly(shardIds) {
      const gone = [...marks.keys()].filter((shardId) => !shardIds.has(shardId));
      if (gone.length === 0) return;
      for (const shardId of gone) marks.delete(shardId);
      await save();
    },
  };
}

function load(file: string, streamArn: string): Record<string, Mark> {
  try {
    const saved: { streamArn: string; shards: Record<string, Mark> } = JSON.parse(readFileSync(file, "utf8"));
    return saved.streamArn === streamArn ? saved.shards : {};
  } catch {
    return {};
  }
}
