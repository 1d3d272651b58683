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

/** The writes of a campaign, in order: those of each chunk, and the others. */
export interface Recording {
  chunks: Map<string, Recorded[]>;
  others: Recorded[];
}

/** Keeps every write that a client sends. */
export const recordWrites = (client: DynamoDBDocumentClient): Recording => {
  const recording: Recording = { chunks: new Map(), others: [] };
  client.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        const recorded = asRecorded(String(commandName), args.input);
        if (recorded) keep(recording, recorded);
        return next(args);
      },
    { step: "initialize", name: "record-writes" },
  );
  return recording;
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

const keep = ({ chunks, others }: Recording, recorded: Recorded): void => {
  const chunk = sortKeysOf(recorded).find((sk) => sk.startsWith("CHUNK#"));
  if (chunk) chunks.set(chunk, [...(chunks.get(chunk) ?? []), recorded]);
  else others.push(recorded);
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
  const again = (recorded: Recorded): Recorded => JSON.parse(JSON.stringify(recorded).replaceAll(from, to));
  const others = recording.others.map(again);
  const chunks = [...recording.chunks.values()].map((writes) => writes.map(again)).values();
  const { sample } = mailer;
  if (!sample) throw new Error("There is no call to be made again.");
  const work = async () => {
    for (const [planned, claimed, ...settled] of chunks) {
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
