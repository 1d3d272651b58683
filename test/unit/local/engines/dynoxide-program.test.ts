import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { findDynoxide } from "../../../../local/engines/dynoxide-program.ts";
import { StartRefused } from "../../../../local/refused.ts";

let cacheDir = "";
const lines: string[] = [];
const log = (line: string) => void lines.push(line);

beforeEach(() => {
  cacheDir = mkdtempSync(join(tmpdir(), "dynoxide-"));
  lines.length = 0;
});
afterEach(() => rmSync(cacheDir, { recursive: true }));

/** Does what npm does with a package that holds one program. */
const install = vi.fn(async (name: string, folder: string) => {
  const home = join(folder, "node_modules", name.slice(0, name.lastIndexOf("@")));
  mkdirSync(home, { recursive: true });
  for (const file of ["package.json", "dynoxide"]) writeFileSync(join(home, file), "{}");
  return true;
});

describe("the program of the table's engine", () => {
  test("is fetched once for a machine whose program did not come with the packages, with a sentence", async () => {
    const search = { cacheDir, log, platform: "darwin-arm64", install };
    const program = await findDynoxide(search);
    expect(program).toBe(join(cacheDir, "dynoxide/1.2.1/node_modules/@dynoxide/darwin-arm64/dynoxide"));
    expect(install.mock.calls.map(([name]) => name)).toEqual(["@dynoxide/darwin-arm64@1.2.1"]);
    expect(lines).toEqual([expect.stringMatching(/^Fetching dynoxide 1\.2\.1.* for darwin-arm64 from npm/)]);
    expect(await findDynoxide(search)).toBe(program);
    expect(install).toHaveBeenCalledTimes(1);
  });

  test("is refused in one sentence where it cannot be fetched, and where nobody publishes it", async () => {
    const failing = findDynoxide({ cacheDir, log, platform: "darwin-arm64", install: async () => false });
    await expect(failing).rejects.toThrow(/could not be fetched: look at the lines above, then start again\.$/);
    const unknown = findDynoxide({ cacheDir, log, platform: "sunos-sparc", install });
    await expect(unknown).rejects.toThrow(/is not published for sunos-sparc\.$/);
    await expect(unknown).rejects.toBeInstanceOf(StartRefused);
  });

  test.skipIf(process.platform !== "linux" || process.arch !== "x64")(
    "comes with the packages on 64-bit Linux",
    async () => {
      const none = vi.fn(async () => false);
      expect(await findDynoxide({ cacheDir, log, install: none })).toMatch(/@dynoxide\/linux-x64\/dynoxide$/);
      expect(none).not.toHaveBeenCalled();
    },
  );
});
