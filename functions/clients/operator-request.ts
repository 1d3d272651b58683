import type { AppDeps } from "../../shared/app/use-case.ts";
import { keys } from "../../shared/db/keys.ts";
import { AlreadyExists, insert } from "../../shared/db/writes.ts";
import { accounts } from "../../shared/entities/account.ts";
import { type Job, jobs } from "../../shared/entities/job.ts";
import { type AccountId, derivedId } from "../../shared/ids.ts";

/** What an operator sends to the queue of bulk jobs, `{"rebuild":"acc_…","id":"…"}`: docs/runbook.md */
export interface OperatorRequest {
  task: Task;
  accountId: AccountId;
  /** Of the operator's choice: the same one again asks for nothing more. */
  id: string;
}

type Task = keyof typeof tasks;

/**
 * The jobs that they are: bringing clients, and whatever else the search finds, to today's rules of how they are found; and
 * comparing counters with lists.
 */
const tasks = {
  rebuild: [
    { kind: "reindex", input: { filter: {}, everywhere: true, action: { kind: "rebuild" } } },
    { kind: "reindex", input: { things: true } },
  ],
  recount: [{ kind: "recount", input: {} }],
} satisfies Record<string, readonly Pick<Job, "kind" | "input">[]>;

/** Undefined for any other message. */
export const readOperatorRequest = (body: unknown): OperatorRequest | undefined => {
  const { id, ...asked }: Record<string, unknown> = typeof body === "object" && body !== null ? { ...body } : {};
  const task = (Object.keys(tasks) as Task[]).find((name) => typeof asked[name] === "string");
  return task && typeof id === "string" ? { task, accountId: asked[task] as AccountId, id } : undefined;
};

const OPERATOR = "operator";

/** Makes the jobs that an operator asks for. */
export const requestJob = async (
  { task, accountId, id }: OperatorRequest,
  { table, clock }: Pick<AppDeps, "table" | "clock">,
): Promise<void> => {
  const db = table.of(accountId);
  if (!(await db.get(accounts, keys.account(accountId)))) throw new Error("There is no such account.");
  const now = clock.now().toISOString();
  const wanted = tasks[task].map(
    (what, at): Job => ({
      id: derivedId("job", task, accountId, id, ...(at === 0 ? [] : [String(at)])),
      accountId,
      ...what,
      status: "queued",
      progress: { done: 0, total: 0 },
      counts: {},
      version: 1,
      createdAt: now,
      createdBy: OPERATOR,
      updatedAt: now,
      updatedBy: OPERATOR,
      source: "automation",
    }),
  );
  try {
    await db.commit(wanted.map((job) => insert(jobs, job)));
  } catch (error) {
    if (!(error instanceof AlreadyExists)) throw error;
  }
};
