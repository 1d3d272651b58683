import { mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sampleFiles } from "../support/files.ts";
import { mailTo } from "../support/mailbox-of-the-stack.ts";
import { type SpawnedStack, spawnStack } from "../support/spawn-stack.ts";
import { until } from "../support/until.ts";
import { uploadFile } from "../support/upload.ts";
import { keeps, openShell, type Step, stepsOf } from "../support/walk.ts";

const root = resolve(import.meta.dirname, "../..");

/** What the guide asks the reader to do by hand, before the command that begins so. */
type Acts = Readonly<Record<string, (stack: SpawnedStack) => Promise<void>>>;

/** Océane opens the link of her e-mail and sends a PDF. */
const sendDocument = async ({ url }: SpawnedStack): Promise<void> => {
  const mail = await mailTo(url, "oceane.oeuvrard@example.org", /assurance/);
  const link = /http\S+\/p\/[\w.-]+/.exec(mail.text)?.[0] ?? "";
  const answer = await fetch(`${link}/uploads`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ fileName: "assurance.pdf", contentType: "application/pdf", size: sampleFiles.pdf.length }),
  });
  const { upload } = (await answer.json()) as { upload: { url: string; fields: Record<string, string> } };
  expect((await uploadFile(upload, sampleFiles.pdf)).status).toBeLessThan(300);
};

describe.each<[guide: string, from: string, to: string, acts: Acts]>([
  ["README.md", "## The first five minutes", "## What it does", {}],
  [
    "docs/your-first-hour.md",
    "# Your first hour",
    "## Where to go from here",
    { 'api "$API/clients/$CLIENT/documents"': sendDocument },
  ],
])("the walk of %s, on a product that was just started", (guide, from, to, acts) => {
  let home: string;
  let stack: SpawnedStack;
  let shell: ReturnType<typeof openShell>;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), "clientele-walk-"));
    stack = await spawnStack(join(home, ".clientele"));
    for (const folder of ["samples", "local"]) await symlink(join(root, folder), join(home, folder));
    shell = openShell(home);
  });
  afterAll(async () => {
    shell.close();
    await stack.end("SIGTERM");
    await rm(home, { recursive: true, force: true });
  });

  test("prints what it says", { timeout: 400_000 }, async () => {
    const text = await readFile(join(root, guide), "utf8");
    const steps = stepsOf(text.slice(text.indexOf(from), text.indexOf(to)));
    expect(steps.filter(({ prints }) => prints).length).toBeGreaterThan(2);
    for (const step of steps) {
      const act = Object.entries(acts).find(([command]) => step.command.startsWith(command));
      await act?.[1](stack);
      await take(step);
    }
  });

  /** What only reads is asked again, as a reader would, until it prints what the guide says. */
  const take = async ({ command, prints }: Step) => {
    let output = await shell.run(command);
    expect(output, command).not.toMatch(/curl: \(|SyntaxError|TypeError|command not found/);
    if (prints === undefined) return;
    const printsIt = async (): Promise<boolean> => {
      if (keeps(output, prints)) return true;
      output = await shell.run(command);
      return keeps(output, prints);
    };
    if (!/\s-(d|X|K)\s/.test(command)) await until(printsIt, command, 150).catch(() => undefined);
    if (!keeps(output, prints)) expect(output, command).toBe(prints);
  };
});
