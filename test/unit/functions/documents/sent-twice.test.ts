import { describe, expect, it } from "vitest";
import { receiveUpload } from "../../../../functions/documents/receive-upload.ts";
import { eicarScanner } from "../../../../functions/documents/scanner.ts";
import { keys } from "../../../../shared/db/keys.ts";
import { put } from "../../../../shared/db/writes.ts";
import { type Document, documents } from "../../../../shared/entities/document.ts";
import { newSlot, uploadSlots } from "../../../../shared/entities/upload-slot.ts";
import { derivedId, ulids } from "../../../../shared/ids.ts";
import { anAccountId } from "../../../support/a-client.ts";
import { testClock, testLog } from "../../../support/deps.ts";
import { testFiles } from "../../../support/file-store.ts";
import { eicar, sampleFiles } from "../../../support/files.ts";
import { memoryTable } from "../../../support/memory-table.ts";

const clock = testClock();

/** Opens when it is told to; whoever waits at it says so. */
const gate = () => {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
  const wait = async () => {
    reach();
    await opened;
  };
  return { open, reached, wait };
};

const scene = async () => {
  const { table } = memoryTable();
  const files = testFiles();
  const db = table.of(anAccountId);
  const id = ulids.next("document");
  const at = clock.now().toISOString();
  const document: Document = {
    id,
    accountId: anAccountId,
    origin: "staff",
    fileName: "a.pdf",
    contentType: "application/pdf",
    status: "awaiting_upload",
    visibility: "internal",
    uploadId: derivedId("upload", id),
    ...{ version: 1, createdAt: at, createdBy: "key_test", updatedAt: at, updatedBy: "key_test", source: "api" },
  };
  const slot = newSlot(document, 1000, clock.now());
  await db.commit([put(documents, document), put(uploadSlots, slot)]);
  const scanner = eicarScanner(files);
  /** A worker that stops after its scan, or after its copy. */
  const worker = (at: "scanned" | "copied") => {
    const { open, reached, wait } = gate();
    const stopped = {
      ...files,
      keep: async (...args: Parameters<typeof files.keep>) => {
        await files.keep(...args);
        if (at === "copied") await wait();
      },
    };
    const scan = async (file: Parameters<typeof scanner.scan>[0]) => {
      const verdict = await scanner.scan(file);
      if (at === "scanned") await wait();
      return verdict;
    };
    const deps = { table, clock, ids: ulids, log: testLog(), signingKey: async () => "", files: stopped };
    const done = receiveUpload({ key: slot.key }, { ...deps, scanner: { scan } });
    return { open, reached, done };
  };
  const read = () => db.get(documents, keys.of(anAccountId, id));
  return { files, slot, worker, read };
};

const first = sampleFiles.pdf;
const second = Buffer.concat([sampleFiles.pdf, Buffer.from("\n% another page\n")]);
const infected = Buffer.concat([sampleFiles.pdf, eicar]);

describe("a form that is sent twice, while two workers look at what came", () => {
  it.each([
    ["infected", infected, "scanned"],
    ["clean as well", second, "copied"],
  ] as const)("keeps what was settled first; the later content is %s", async (_, later, until) => {
    const { files, slot, worker, read } = await scene();
    files.quarantine.set(slot.key, first);
    const one = worker("copied");
    await one.reached;
    files.quarantine.set(slot.key, later);
    const two = worker(until);
    await two.reached;
    one.open();
    await one.done;
    two.open();
    await two.done;
    const document = await read();
    expect(document?.status).toBe("clean");
    expect([...files.files]).toEqual([[document?.key, first]]);
    expect(files.quarantine.size).toBe(0);
  });

  it("keeps nothing when the infected content was settled first", async () => {
    const { files, slot, worker, read } = await scene();
    files.quarantine.set(slot.key, first);
    const one = worker("copied");
    await one.reached;
    files.quarantine.set(slot.key, infected);
    const two = worker("scanned");
    await two.reached;
    two.open();
    await two.done;
    one.open();
    await one.done;
    expect(await read()).toMatchObject({ status: "infected" });
    expect(files.files.size).toBe(0);
  });
});
