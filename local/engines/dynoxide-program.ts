import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { StartRefused } from "../refused.ts";

/** As in package.json, where the package for 64-bit Linux stands. */
const version = "1.2.1";
const published = ["darwin-arm64", "darwin-x64", "linux-arm64", "linux-x64"];

interface Search {
  cacheDir: string;
  log(line: string): void;
  /** @default this machine's, such as `linux-x64` */
  platform?: string;
  /** Puts an npm package into a folder's `node_modules`; false when it could not. */
  install?(name: string, folder: string, log: (line: string) => void): Promise<boolean>;
}

/**
 * The program of the engine: the one that came with the packages, or one that the first start fetches.
 * @throws StartRefused with one sentence for the person at the machine when there is none to be had.
 */
export const findDynoxide = async ({
  cacheDir,
  log,
  platform = `${process.platform}-${process.arch}`,
  install = installed,
}: Search): Promise<string> => {
  const name = `@dynoxide/${platform}`;
  const home = join(cacheDir, "dynoxide", version);
  const present = programOf(name, import.meta.url) ?? programOf(name, join(home, "package.json"));
  if (present) return present;
  if (!published.includes(platform))
    throw new StartRefused(`dynoxide, the engine of the table, is not published for ${platform}.`);
  log(`Fetching dynoxide ${version}, the engine of the table, for ${platform} from npm (about 3 MB, once) …`);
  await mkdir(home, { recursive: true });
  await install(`${name}@${version}`, home, log);
  const fetched = programOf(name, join(home, "package.json"));
  if (fetched) return fetched;
  throw new StartRefused(
    `dynoxide, the engine of the table, could not be fetched: look at the lines above, then start again.`,
  );
};

const programOf = (name: string, from: string): string | undefined => {
  try {
    const program = join(dirname(createRequire(from).resolve(`${name}/package.json`)), "dynoxide");
    return existsSync(program) ? program : undefined;
  } catch {
    return undefined;
  }
};

/** npm checks the archive against the SHA-512 that the registry lists for it, and unpacks nothing that differs. */
const installed = (name: string, folder: string, log: (line: string) => void): Promise<boolean> =>
  new Promise((resolve) => {
    const parameters = [
      "install",
      "--no-save",
      "--no-audit",
      "--no-fund",
      "--ignore-scripts",
      "--prefix",
      folder,
      name,
    ];
    const child = spawn("npm", parameters, { stdio: ["ignore", "pipe", "pipe"] });
    const show = (chunk: Buffer) => {
      const lastLine = chunk.toString().trim().split("\n").at(-1);
      if (lastLine) log(`  ${lastLine}`);
    };
    child.stdout.on("data", show);
    child.stderr.on("data", show);
    child.on("error", () => resolve(false));
    child.on("close", (code) => resolve(code === 0));
  });
