import type { PoisonRecord, SetAside } from "../../functions/changes/set-aside.ts";
import type { Table } from "../../shared/db/table.ts";
import type { Log } from "../../shared/log.ts";
import { testLog } from "./deps.ts";

interface ProjectorDeps {
  table: Table;
  log: Log;
  setAside: SetAside;
  /** What was set aside. */
  aside: PoisonRecord[];
}

export const projectorDeps = (table: Table, log: Log = testLog()): ProjectorDeps => {
  const aside: PoisonRecord[] = [];
  return { table, log, aside, setAside: async (record) => void aside.push(record) };
};
