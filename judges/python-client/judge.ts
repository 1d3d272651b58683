import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
} finally {
  await stack.end("SIGTERM");
  await rm(home, { recursive: true, force: true });
}
