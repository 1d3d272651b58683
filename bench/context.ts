import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { documentClient, openTable } from "../shared/db/table.ts";
import { lazy } from "../shared/lazy.ts";
import { openWorld, type World } from "./capacity/world.ts";
import type { Size } from "./findings.ts";
import { loadClients } from "./support/load-clients.ts";
import { sampleAccount } from "./support/sample-account.ts";
import { createTable, localClient, startTableEngine } from "./support/table-engine.ts";

/** What measurements share: one engine, one table, one set of running functions. Started when first asked for. */
export interface Context {
  size: Size;
  /** Another checkout of the project, installed, to measure beside this one in the same run. */
  against?: string | undefined;
  engine(): Promise<{ url: string; direct: DynamoDBClient; tableName: string }>;
  world(): Promise<World>;
  /** Makes sure that an account has so many clients. */
  clients(account: string, count: number): Promise<void>;
  say(line: string): void;
  close(): Promise<void>;
}

const TABLE = "bench";

export const openContext = (size: Size, say: (line: string) => void, against?: string): Context => {
  const closing: (() => Promise<void>)[] = [];
  const engine = lazy(async () => {
    const { url, stop } = await startTableEngine();
    closing.push(stop);
    const direct = localClient(url);
    await createTable(direct, TABLE);
    return { url, direct, tableName: TABLE };
  });
  const world = lazy(async () => {
    const opened = await openWorld(await engine());
    closing.push(opened.close);
    return opened;
  });
  const loaded = new Map<string, number>();
  return {
    size,
    against,
    engine,
    world,
    async clients(account, count) {
      if ((loaded.get(account) ?? 0) >= count) return;
      say(`Loading ${count} clients into the account "${account}" …`);
      const { direct, tableName } = await engine();
      await loadClients(openTable(documentClient(direct), tableName), sampleAccount(account).id, count);
      loaded.set(account, count);
    },
    say,
    async close() {
      for (const close of closing.reverse()) await close();
    },
  };
};
