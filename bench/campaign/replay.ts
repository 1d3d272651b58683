import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  type DynamoDBDocumentClient,
  PutCommand,
  type PutCommandInput,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
} from "@aws-sdk/lib-dynamodb";
import { type Provider, SENDERS } from "./campaign-run.ts";

type Recorded =
  | { name: "PutCommand"; input: PutCommandInput }
  | { name: "UpdateCommand"; input: UpdateCommandInput }
  | { name: "TransactWriteCommand"; input: TransactWriteCommandInput };

/** The writes of a campaign, in order, a line each. On disk: in memory, what is measured would grow with the list. */
export interface Recording {
  file: string;
  /** Writes down what is still at hand. */
  end(): void;
}

/** Lines at hand at most: the disk is not waited for with every write. */
const AT_HAND = 500;

/** Keeps every write that a client sends. */
export const recordWrites = (client: DynamoDBDocumentClient): Recording => {
  const file = join(mkdtempSync(join(tmpdir(), "clientele-bench-")), "writes.jsonl");
  let lines: string[] = [];
  const end = () => {
    appendFileSync(file, lines.join(""));
    lines = [];
  };
  client.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        const recorded = asRecorded(String(commandName), args.input);
        if (recorded) lines.push(`${JSON.stringify(recorded)}\n`);
        if (lines.length >= AT_HAND) end();
        return next(args);
      },
    { step: "initialize", name: "record-writes" },
  );
  return { file, end };
};

/** The document client's commands bear the names of those that they become. */
const asRecorded = (name: string, input: object): Recorded | undefined => {
  switch (name) {
    case "PutItemCommand":
      return { name: "PutCommand", input: input as PutCommandInput };
    case "UpdateItemCommand":
      return { name: "UpdateCommand", input: input as UpdateCommandInput };
    case "TransactWriteItemsCommand":
      return { name: "TransactWriteCommand", input: input as TransactWriteCommandInput };
    default:
      return undefined;
  }
};

/** Those of each chunk, and the others. */
const sorted = (writes: readonly Recorded[]): { chunks: Recorded[][]; others: Recorded[] } => {
  const chunks = new Map<string, Recorded[]>();
  const others: Recorded[] = [];
  for (const recorded of writes) {
    const chunk = sortKeysOf(recorded).find((sk) => sk.startsWith("CHUNK#"));
    const own = chunk === undefined ? others : (chunks.get(chunk) ?? []);
    own.push(recorded);
    if (chunk !== undefined) chunks.set(chunk, own);
  }
  return { chunks: [...chunks.values()], others };
};

const sortKeysOf = ({ name, input }: Recorded): string[] => {
  if (name === "PutCommand") return [String(input.Item?.sk)];
  if (name === "UpdateCommand") return [String(input.Key?.sk)];
  return (input.TransactItems ?? []).map(({ Put, Update }) => String(Put?.Item?.sk ?? Update?.Key?.sk));
};

/**
 * A bare loop with the same durable writes and the same calls of the provider, for a campaign of another id: each chunk
 * is written, claimed, sent and settled, as many side by side; the plan is written meanwhile.
 */
export const replay = async (
  client: DynamoDBDocumentClient,
  recording: Recording,
  mailer: Provider,
  { from, to }: { from: string; to: string },
): Promise<void> => {
  recording.end();
  const lines = readFileSync(recording.file, "utf8").replaceAll(from, to).trimEnd().split("\n");
  rmSync(dirname(recording.file), { recursive: true });
  const { chunks, others } = sorted(lines.map((line): Recorded => JSON.parse(line)));
  const waiting = chunks.values();
  const { sample } = mailer;
  if (!sample) throw new Error("There is no call to be made again.");
  const work = async () => {
    for (const [planned, claimed, ...settled] of waiting) {
      if (planned) await send(client, planned);
      if (claimed) await send(client, claimed);
      await mailer.send(sample);
      for (const write of settled) await send(client, write);
    }
  };
  const plan = async () => {
    for (const write of others) await send(client, write);
  };
  await Promise.all([plan(), ...Array.from({ length: SENDERS }, work)]);
};

const send = (client: DynamoDBDocumentClient, { name, input }: Recorded): Promise<unknown> => {
  switch (name) {
    case "PutCommand":
      return client.send(new PutCommand(input));
    case "UpdateCommand":
      return client.send(new UpdateCommand(input));
    case "TransactWriteCommand":
      return client.send(new TransactWriteCommand(input));
  }
};
