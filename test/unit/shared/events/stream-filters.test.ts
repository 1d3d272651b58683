import { describe, expect, it } from "vitest";
import { kinds } from "../../../../functions/kinds.ts";
import { compilePattern } from "../../../../local/events/pattern.ts";
import type { StreamRecord } from "../../../../shared/db/stream.ts";
import { clients } from "../../../../shared/entities/client.ts";
import { changesOf, projectedEntities, relayedEntities, toProject } from "../../../../shared/events/stream-filters.ts";
import { aClient } from "../../../support/a-client.ts";
import { streamRecord } from "../../../support/stream.ts";

const patterns = toProject(kinds);
const passes = (record: StreamRecord) => patterns.some((pattern) => compilePattern(pattern)(record));
const client = aClient();
const number = 1;

describe("the filters of the stream", () => {
  it("let through what was written or removed", () => {
    expect(passes(streamRecord(clients, { after: client, number }))).toBe(true);
    expect(passes(streamRecord(clients, { before: client, after: client, number }))).toBe(true);
    expect(passes(streamRecord(clients, { before: client, number }))).toBe(true);
  });

  it("hold back what expired", () => {
    const userIdentity = { type: "Service", principalId: "dynamodb.amazonaws.com" };
    expect(passes({ ...streamRecord(clients, { before: client, number }), userIdentity })).toBe(false);
  });

  it("hold back what the projector writes itself, so that it never follows its own steps", () => {
    for (const entity of ["facet", "find", "lookup", "counter", "tag", "feed", "counted"]) {
      expect(passes(streamRecord({ ...clients, name: entity }, { after: client, number }))).toBe(false);
    }
  });

  it("let through what is written over a lookup: somebody may be lost there", () => {
    const lookup = { ...clients, name: "lookup" };
    expect(passes(streamRecord(lookup, { before: client, after: client, number }))).toBe(true);
    expect(passes(streamRecord(lookup, { before: client, number }))).toBe(false);
  });

  it("send the steps of jobs to the bus, not into the feed", () => {
    expect(relayedEntities(kinds)).toContain("job");
    expect(projectedEntities(kinds)).not.toContain("job");
  });

  it("fit into what Lambda accepts: five patterns of 4 KB", () => {
    expect(patterns.length).toBeLessThanOrEqual(5);
    for (const pattern of [...patterns, ...changesOf(relayedEntities(kinds))])
      expect(JSON.stringify(pattern).length).toBeLessThan(4096);
  });
});
