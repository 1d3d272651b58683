import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

const installJava = vi.hoisted(() => vi.fn(async (_installation: { jreDir: string }) => undefined));
vi.mock("../../../../local/engines/java-install.ts", () => ({ installJava }));
const { findJava } = await import("../../../../local/engines/java.ts");

let root = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "java-"));
  installJava.mockReset();
});

afterEach(() => rmSync(root, { recursive: true }));

/** A Java home with a program that says its version, or a file beside it that does. */
function javaHome(name: string, version: string, says: "in a file" | "when asked"): string {
  const home = join(root, name);
  mkdirSync(join(home, "bin"), { recursive: true });
  const program = join(home, "bin", "java");
  writeFileSync(
    program,
    says === "when asked" ? `#!/bin/sh\necho 'openjdk version "${version}"' >&2\n` : "#!/bin/sh\nexit 1\n",
  );
  chmodSync(program, 0o755);
  if (says === "in a file") writeFileSync(join(home, "release"), `JAVA_VERSION="${version}"\n`);
  return home;
}

const find = (environment: NodeJS.ProcessEnv) =>
  findJava({ jreDir: join(root, "jre"), log: () => undefined, environment });

describe("the Java for DynamoDB Local", () => {
  test("is JAVA_HOME's, then the PATH's, whoever is young enough", async () => {
    const old = javaHome("old", "1.8.0_422", "in a file");
    const young = javaHome("young", "17.0.15", "in a file");
    const asked = javaHome("asked", "11.0.1", "when asked");
    expect(await find({ JAVA_HOME: young, PATH: join(asked, "bin") })).toBe(join(young, "bin/java"));
    expect(await find({ JAVA_HOME: old, PATH: [join(old, "bin"), join(asked, "bin")].join(delimiter) })).toBe(
      join(asked, "bin/java"),
    );
    expect(installJava).not.toHaveBeenCalled();
  });

  test("is the one in the cache when the machine has none", async () => {
    javaHome("jre/jdk-21-jre", "21.0.5", "in a file");
    expect(await find({})).toBe(join(root, "jre/jdk-21-jre/bin/java"));
  });

  test("is fetched when there is none, and found where it was put", async () => {
    installJava.mockImplementation(async () => void javaHome("jre/jdk-21-jre", "21.0.5", "in a file"));
    expect(await find({})).toBe(join(root, "jre/jdk-21-jre/bin/java"));
  });

  test("is missed in one sentence when none can be had", async () => {
    await expect(find({ JAVA_HOME: javaHome("old", "1.8.0", "when asked") })).rejects.toThrow(
      /^DynamoDB Local needs Java 11 .* set JAVA_HOME\.$/,
    );
  });
});
