import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sampleOf } from "../../test/support/samples.ts";
import { spawnStack } from "../../test/support/spawn-stack.ts";

const [python = "python3"] = process.argv.slice(2);

const home = await mkdtemp(join(tmpdir(), "clientele-judge-"));
const stack = await spawnStack(home);
try {
  const [account] = stack.accounts;
  const env = {
    ...process.env,
    CLIENTELE_URL: stack.url,
    CLIENTELE_KEY: account?.apiKey,
    CLIENTELE_EMAIL: account?.owner.email,
    CLIENTELE_PASSWORD: account?.owner.password,
  };
  const program = join(import.meta.dirname, "use_client.py");
  process.exitCode = spawnSync(python, [program], { env, stdio: "inherit" }).status ?? 1;
  for (const page of ["README.md", "docs/api/client-libraries.md"]) {
    const { program, prints } = await sampleOf(page, "python", { url: stack.url, account });
    const { stdout, stderr, status } = spawnSync(python, ["-c", program], { encoding: "utf8" });
    if (status === 0 && prints.every((line) => stdout.includes(line))) continue;
    process.stdout.write(`The Python of ${page} printed, instead of ${prints.join(", ")}:\n${stdout}${stderr}`);
    process.exitCode = 1;
  }
} finally {
  await stack.end("SIGTERM");
  await rm(home, { recursive: true, force: true });
}
