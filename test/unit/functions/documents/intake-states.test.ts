import { fc, test as property } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { receiveUpload } from "../../../../functions/documents/receive-upload.ts";
import { eicarScanner } from "../../../../functions/documents/scanner.ts";
import { keys } from "../../../../shared/db/keys.ts";
import { put, removeVersion } from "../../../../shared/db/writes.ts";
import { type Document, documents, fileFolder } from "../../../../shared/entities/document.ts";
import { newSlot, uploadSlots } from "../../../../shared/entities/upload-slot.ts";
import { derivedId, ulids } from "../../../../shared/ids.ts";
import { anAccountId } from "../../../support/a-client.ts";
import { testClock, testLog } from "../../../support/deps.ts";
import { testFiles } from "../../../support/file-store.ts";
import { eicar, sampleFiles } from "../../../support/files.ts";
import { type Fate, memoryTable } from "../../../support/memory-table.ts";

const clock = testClock();
const contents = {
  clean: sampleFiles.pdf,
  infected: Buffer.concat([sampleFiles.pdf, eicar]),
  other: sampleFiles.program,
};

type Step =
  | { do: "upload"; content: keyof typeof contents }
  | { do: "deliver"; fates: Fate[]; swap?: keyof typeof contents | undefined; files: boolean[] }
  | { do: "delete" };

const aStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("upload" as const),
      content: fc.constantFrom("clean", "infected", "other"),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("deliver" as const),
      fates: fc.array(fc.constantFrom<Fate>("done", "done", "lost", "unanswered"), { maxLength: 4 }),
      swap: fc.option(fc.constantFrom("clean" as const, "infected" as const), { nil: undefined }),
      files: fc.array(fc.boolean(), { maxLength: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ do: "delete" }) },
);

/** One announced document, and a world in which every call may fail. */
const world = async () => {
  const memory = memoryTable();
  const files = testFiles();
  const db = memory.table.of(anAccountId);
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
  const read = () => db.get(documents, keys.of(anAccountId, id));
  return { memory, files, db, slot, read };
};

type World = Awaited<ReturnType<typeof world>>;

const perform = async ({ memory, files, db, slot, read }: World, step: Step): Promise<void> => {
  if (step.do === "upload") {
    files.quarantine.set(slot.key, contents[step.content]);
    return;
  }
  if (step.do === "delete") {
    const document = await read();
    if (document) await db.commit([removeVersion(documents, document)]);
    // The worker that follows deletions.
    await files.empty(fileFolder(anAccountId, slot.documentId));
    return;
  }
  const fates = [...step.fates];
  const storms = [...step.files];
  memory.fate = () => fates.shift() ?? "done";
  const scanner = eicarScanner(files);
  const shaky =
    <Args extends unknown[]>(call: (...args: Args) => Promise<void>) =>
    async (...args: Args) => {
      if (storms.shift()) throw new Error("The connection was lost.");
      await call(...args);
    };
  const deps = {
    table: memory.table,
    clock,
    ids: ulids,
    log: testLog(),
    signingKey: async () => "",
    files: { ...files, keep: shaky(files.keep), discard: shaky(files.discard), empty: shaky(files.empty) },
    scanner: {
      scan: async (file: Parameters<typeof scanner.scan>[0]) => {
        const verdict = await scanner.scan(file);
        // The sender sends the form again between the scan and the copy.
        if (step.swap) files.quarantine.set(slot.key, contents[step.swap]);
        return verdict;
      },
    },
  };
  await receiveUpload({ key: slot.key }, deps).catch(() => undefined);
  memory.fate = () => "done";
};

describe("whatever is sent, sent again, replaced, deleted, lost and delivered twice", () => {
  property.prop([fc.array(aStep, { minLength: 1, maxLength: 12 })], { numRuns: 10_000 })(
    "nothing infected is ever among the files, and only clean documents have one",
    async (steps) => {
      const scene = await world();
      let settled: Document | undefined;
      for (const step of steps) {
        await perform(scene, step);
        for (const content of scene.files.files.values()) {
          expect(content.includes(eicar)).toBe(false);
          expect(content.equals(contents.clean)).toBe(true);
        }
        const document = await scene.read();
        if (settled && document) expect(document).toEqual(settled);
        if (document && document.status !== "awaiting_upload") settled = document;
        expect(document?.key !== undefined).toBe(document?.status === "clean");
        if (document?.key) expect(scene.files.files.has(document.key)).toBe(true);
      }
      // Once the last message was handled in peace, quarantine is empty.
      await perform(scene, { do: "deliver", fates: [], files: [] });
      expect(scene.files.quarantine.size).toBe(0);
      // And nothing is kept but what its document says; a copy of a try that was cut off is gone as well.
      const key = (await scene.read())?.key;
      expect([...scene.files.files.keys()]).toEqual(key ? [key] : []);
    },
    60_000,
  );
});
