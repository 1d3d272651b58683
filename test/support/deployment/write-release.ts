import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadAssembly } from "../../../local/assembly/load.ts";
import { type RecordedStack, recordStack } from "./record.ts";

// Keeps what a version deploys, for the versions after it: `npm run record-release`, after `npm run synth`.
const [assembly = "cdk.out"] = process.argv.slice(2);
const root = join(import.meta.dirname, "../../..");
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const { stacks } = loadAssembly(assembly);

const stackNamed = (end: string): RecordedStack => {
  const stack = stacks.find(({ name }) => name.endsWith(end));
  if (!stack) throw new Error(`${assembly} holds no stack whose name ends in ${end}.`);
  return recordStack(stack.template);
};

const file = join(root, `releases/${version}.json`);
// A line a resource, so that a change of one is a change of one line.
const lines = JSON.stringify({ version, data: stackNamed("-Data"), app: stackNamed("-App") }).replaceAll(
  /("[A-Za-z0-9]+":\{"type":|"exports":|"imports":|"data":|"app":)/g,
  "\n$1",
);
writeFileSync(file, `${lines}\n`);
process.stdout.write(`${file}\n`);
