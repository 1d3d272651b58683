import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { EngineError, type JsonCall } from "../../../../local/provision/engine-call.ts";
import { type Checkpoint, openCheckpoint } from "../../../../local/sources/checkpoint.ts";
import { readShards } from "../../../../local/sources/stream-shards.ts";

let folder: string;
let checkpoint: Checkpoint;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stream-"));
  checkpoint = openCheckpoint(join(folder, "mark.json"), "arn:stream");
});
afterEach(() => rmSync(folder, { recursive: true }));

type Answers = Record<string, (input: Record<string, string>) => unknown>;

/** An engine that remembers what it was asked. */
function engine(answers: Answers) {
  const asked: string[] = [];
  const call: JsonCall = async <Answer>(operation: string, input: object): Promise<Answer> => {
    const given = Object.fromEntries(Object.entries(input));
    asked.push([operation, given.ShardId ?? given.ShardIterator, given.ShardIteratorType].filter(Boolean).join(" "));
    const answer = answers[operation]?.(given);
    if (answer instanceof Error) throw answer;
    return answer as Answer;
  };
  return { asked, call };
}

const gone = (code: string) => new EngineError(400, code, "gone");
const listing = (...Shards: object[]) => ({ StreamDescription: { Shards } });

describe("reading shards", () => {
  test("a child is read once its parent is closed", async () => {
    const { call } = engine({
      DescribeStream: () => listing({ ShardId: "child", ParentShardId: "parent" }, { ShardId: "parent" }),
      GetShardIterator: ({ ShardId }) => ({ ShardIterator: `at ${ShardId}` }),
      GetRecords: ({ ShardIterator }) =>
        ShardIterator?.endsWith("parent") ? { Records: [] } : { Records: [], NextShardIterator: "next" },
    });
    const reader = readShards("arn:stream", call, checkpoint);
    expect(await reader.read()).toEqual([{ shardId: "parent", records: [], closed: true }]);
    await checkpoint.set("parent", { closed: true });
    expect(await reader.read()).toEqual([{ shardId: "child", records: [], closed: false }]);
  });

  test("it goes on after its mark", async () => {
    await checkpoint.set("s", { after: "42" });
    const { call, asked } = engine({
      DescribeStream: () => listing({ ShardId: "s" }),
      GetShardIterator: ({ SequenceNumber }) => ({ ShardIterator: `after ${SequenceNumber}` }),
      GetRecords: () => ({ Records: [], NextShardIterator: "next" }),
    });
    await readShards("arn:stream", call, checkpoint).read();
    expect(asked).toContain("GetRecords after 42");
  });

  test.each(["TrimmedDataAccessException", "ValidationException", "ResourceNotFoundException"])(
    "a mark that is no longer there (%s) is left once for the beginning",
    async (code) => {
      await checkpoint.set("s", { after: "42" });
      const { call, asked } = engine({
        DescribeStream: () => listing({ ShardId: "s" }),
        GetShardIterator: ({ ShardIteratorType }) =>
          ShardIteratorType === "TRIM_HORIZON" ? { ShardIterator: "first" } : gone(code),
        GetRecords: () => ({ Records: [], NextShardIterator: "next" }),
      });
      const [page] = await readShards("arn:stream", call, checkpoint).read();
      expect(page?.closed).toBe(false);
      expect(asked.filter((line) => line.startsWith("GetShardIterator"))).toHaveLength(2);
    },
  );

  test("a shard that cannot be opened from the beginning either counts as closed", async () => {
    await checkpoint.set("s", { after: "42" });
    const { call } = engine({
      DescribeStream: () => listing({ ShardId: "s" }),
      GetShardIterator: () => gone("TrimmedDataAccessException"),
    });
    expect(await readShards("arn:stream", call, checkpoint).read()).toEqual([
      { shardId: "s", records: [], closed: true },
    ]);
  });

  test("an iterator that expired is opened again from the mark", async () => {
    let reads = 0;
    const { call, asked } = engine({
      DescribeStream: () => listing({ ShardId: "s" }),
      GetShardIterator: ({ ShardIteratorType }) => ({ ShardIterator: ShardIteratorType }),
      GetRecords: () => (++reads === 2 ? gone("ExpiredIteratorException") : { Records: [], NextShardIterator: "next" }),
    });
    const reader = readShards("arn:stream", call, checkpoint);
    await reader.read();
    await checkpoint.set("s", { after: "7" });
    const [page] = await reader.read();
    expect(page?.closed).toBe(false);
    expect(asked.at(-1)).toBe("GetRecords AFTER_SEQUENCE_NUMBER");
  });

  test("an engine that is down is no closed shard", async () => {
    const { call } = engine({
      DescribeStream: () => listing({ ShardId: "s" }),
      GetShardIterator: () => new Error("connect ECONNREFUSED"),
    });
    await expect(readShards("arn:stream", call, checkpoint).read()).rejects.toThrow("ECONNREFUSED");
  });
});

test("marks come back from disk, and not for another stream", async () => {
  await checkpoint.set("s", { after: "42" });
  expect(openCheckpoint(join(folder, "mark.json"), "arn:stream").mark("s")).toEqual({ after: "42" });
  expect(openCheckpoint(join(folder, "mark.json"), "arn:other").mark("s")).toBeUndefined();
});
