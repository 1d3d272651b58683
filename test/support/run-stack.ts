import { startStack } from "../../local/stack.ts";

// Runs a ready cloud assembly: `node test/support/run-stack.ts <assembly> <data>`. For tests that change what is deployed.
const [assemblyDir, dataDir] = process.argv.slice(2);
if (!assemblyDir || !dataDir) throw new Error("Name the assembly and the data folder.");
const stack = await startStack({ port: 0, dataDir, assemblyDir, quiet: true, seed: false });
process.stdout.write(`${JSON.stringify({ url: stack.url })}\n`);
for (const signal of ["SIGTERM", "SIGINT"] as const)
  process.on(signal, () => void stack.stop().then(() => process.exit(0)));
