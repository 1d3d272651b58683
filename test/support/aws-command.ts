import { readFile } from "node:fs/promises";
import {
  ListMessageMoveTasksCommand,
  type ListMessageMoveTasksCommandInput,
  SQSClient,
  StartMessageMoveTaskCommand,
  type StartMessageMoveTaskCommandInput,
} from "@aws-sdk/client-sqs";

/** The commands of AWS's command line that a page of `docs/` tells people to type, as they stand there. */
export const awsCommandsIn = async (page: string): Promise<string[]> => {
  const text = await readFile(new URL(`../../docs/${page}`, import.meta.url), "utf8");
  return text
    .replaceAll("\\\n", " ")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.startsWith("aws "));
};

type Values = Record<string, string>;

/** Runs such a command as the command line does: `--source-arn` is the member `SourceArn`. */
export const runAwsCommand = async (command: string, endpoint: string, values: Values): Promise<unknown> => {
  const filled = command.replace(/<([^>]+)>/g, (gap, name: string) => values[name] ?? gap);
  const [, service, operation = "", ...words] = filled.split(/\s+/);
  if (service !== "sqs") throw new Error(`No test runs commands of ${service}.`);
  const input = Object.fromEntries(
    Array.from({ length: words.length / 2 }, (_, pair) => [pascal(words[pair * 2] ?? ""), words[pair * 2 + 1]]),
  );
  const credentials = { accessKeyId: "operator", secretAccessKey: "operator" };
  const client = new SQSClient({ endpoint, region: "ca-central-1", credentials });
  switch (operation) {
    case "start-message-move-task":
      return client.send(new StartMessageMoveTaskCommand(input as unknown as StartMessageMoveTaskCommandInput));
    case "list-message-move-tasks":
      return client.send(new ListMessageMoveTasksCommand(input as unknown as ListMessageMoveTasksCommandInput));
    default:
      throw new Error(`No test runs ${operation}.`);
  }
};

const pascal = (flag: string): string =>
  flag
    .replace(/^--/, "")
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
