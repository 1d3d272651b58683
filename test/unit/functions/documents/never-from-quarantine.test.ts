import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { createDocument } from "../../../../functions/documents/create-document.ts";
import { deleteDocument } from "../../../../functions/documents/delete-document.ts";
import type { DocumentDeps } from "../../../../functions/documents/deps.ts";
import { FileReplaced, type FileStore } from "../../../../functions/documents/file-store.ts";
import { getDocument } from "../../../../functions/documents/get-document.ts";
import type { PageDeps } from "../../../../functions/documents/pages/deps.ts";
import { submitPage } from "../../../../functions/documents/pages/submit-page.ts";
import { receiveUpload } from "../../../../functions/documents/receive-upload.ts";
import { guardDutyScanner, type ScanResult } from "../../../../functions/documents/scanner.ts";
import { shareDocument } from "../../../../functions/documents/share-document.ts";
import { addVersion, getVersion } from "../../../../functions/documents/versions.ts";
import type { UseCase } from "../../../../shared/app/use-case.ts";
import type { Upload } from "../../../../shared/aws/presign.ts";
import { put } from "../../../../shared/db/writes.ts";
import { type Account, accounts } from "../../../../shared/entities/account.ts";
import { clients } from "../../../../shared/entities/client.ts";
import { fileFolder } from "../../../../shared/entities/document.ts";
import { type Link, links } from "../../../../shared/entities/link.ts";
import { AppError } from "../../../../shared/errors.ts";
import { hashOf } from "../../../../shared/ids.ts";
import { aClient, anAccountId } from "../../../support/a-client.ts";
import { testClock, testDeps } from "../../../support/deps.ts";
import { eicar, sampleFiles } from "../../../support/files.ts";
import { type Fate, memoryTable } from "../../../support/memory-table.ts";

const contents = {
  clean: sampleFiles.pdf,
  infected: Buffer.concat([sampleFiles.pdf, eicar]),
  other: sampleFiles.program,
};
type Content = keyof typeof contents;

/**
 * Both buckets, with versions. The sender is as bad as can be: all contents have one tag, as files with colliding MD5
 * digests would. Only a version's id tells them apart.
 */
const buckets = () => {
  const quarantine = new Map<string, { versionId: string; content: Buffer }[]>();
  const files = new Map<string, Buffer>();
  let sent = 0;
  const versionOf = (key: string, versionId?: string) =>
    versionId ? quarantine.get(key)?.find((one) => one.versionId === versionId) : quarantine.get(key)?.at(-1);
  const store: FileStore = {
    async look(key, versionId) {
      const found = versionOf(key, versionId);
      return found && { key, etag: '"e"', versionId: found.versionId, size: found.content.length, head: found.content };
    },
    async *read({ key, versionId }) {
      yield versionOf(key, versionId)?.content ?? Buffer.alloc(0);
    },
    async keep({ key, versionId }, to) {
      const found = versionOf(key, versionId);
      if (!found) throw new FileReplaced(key);
      files.set(to, found.content);
    },
    async discard(key) {
      quarantine.delete(key);
    },
    async empty(folder, but) {
      for (const key of files.keys()) if (key.startsWith(folder) && key !== but) files.delete(key);
    },
  };
  const send = (key: string, content: Content): string => {
    const versionId = `v${sent++}`;
    quarantine.set(key, [...(quarantine.get(key) ?? []), { versionId, content: contents[content] }]);
    return versionId;
  };
  return { quarantine, files, store, send };
};

interface Event {
  key: string;
  scan: ScanResult;
}

const aStep = fc.oneof(
  fc.record({ do: fc.constant("create" as const) }),
  fc.record({ do: fc.constant("addVersion" as const), which: fc.nat(20) }),
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("send" as const),
      which: fc.nat(20),
      content: fc.constantFrom<Content>("clean", "clean", "infected", "other"),
      unreadable: fc.boolean(),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("deliver" as const),
      which: fc.nat(20),
      fates: fc.array(fc.constantFrom<Fate>("done", "done", "lost", "unanswered"), { maxLength: 2 }),
      resend: fc.option(fc.constantFrom<Content>("clean", "infected"), { nil: undefined }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("read" as const), which: fc.nat(20) }) },
  fc.record({ do: fc.constant("share" as const), which: fc.nat(20) }),
  fc.record({ do: fc.constant("remove" as const), which: fc.nat(20) }),
);
type Step = typeof aStep extends fc.Arbitrary<infer S> ? S : never;

const world = () => {
  const memory = memoryTable();
  const clock = testClock();
  const { quarantine, files, store, send } = buckets();
  const db = memory.table.of(anAccountId);
  const given: { bucket: string; key: string }[] = [];
  const deps: DocumentDeps = {
    ...testDeps(memory.table, { clock }),
    publicUrl: "https://pages.example",
    buckets: { files: "files", quarantine: "quarantine" },
    presigner: {
      upload: async ({ key }): Promise<Upload> => ({ url: "", fields: { key }, maxBytes: 0, expiresAt: "" }),
      async download(bucket, key) {
        given.push({ bucket, key });
        return `${bucket}/${key}`;
      },
    },
  };
  const pages = { ...deps, files: deps.buckets.files } as unknown as PageDeps;
  const download = async (token: string) => {
    if (submitPage.for !== "public") throw new Error("This route asks nobody who they are.");
    const call = { params: { token }, body: { action: "download" }, headers: {}, now: clock.now() };
    return submitPage.handle(call as never, pages);
  };
  const intake = { ...deps, files: store, scanner: guardDutyScanner };
  const client = aClient();
  const ready = db.commit([put(clients, client), put(accounts, { id: anAccountId, settings: {} } as Account)]);
  const documents: string[] = [];
  const tokens: string[] = [];
  const forms: string[] = [];
  const events: Event[] = [];
  const pick = <T>(of: readonly T[], which: number): T | undefined => of[which % Math.max(1, of.length)];

  /** As the pipeline does it: decide, commit, answer. A refusal is an answer too. */
  const ask = async (useCase: UseCase<DocumentDeps>, params: Record<string, string>, body: unknown = {}) => {
    if (useCase.for !== "account") throw new Error("This route asks for an account.");
    const actor = { kind: "api_key", id: "key_test", accountId: anAccountId, scopes: [], source: "api" };
    const call = { params, query: {}, body, page: {}, now: clock.now(), actor, db, match: () => undefined };
    try {
      const answer = await useCase.handle(call as never, deps);
      await db.commit(answer.writes ?? []);
      return answer.body as { id: string; upload?: Upload; data?: unknown[] };
    } catch (error) {
      if (error instanceof AppError) return undefined;
      throw error;
    }
  };
  const file = { fileName: "a.pdf", contentType: "application/pdf", size: 1000 };
  const arrive = (key: string, content: Content, unreadable = false) => {
    const versionId = send(key, content);
    const verdict = contents[content].includes(eicar) ? "THREATS_FOUND" : "NO_THREATS_FOUND";
    events.push({ key, scan: { versionId, etag: "e", status: unreadable ? "UNSUPPORTED" : verdict } });
  };

  /** As the e-mail of the share would bring it. */
  const sendLink = async (documentId: string): Promise<void> => {
    const token = `token ${tokens.length}`;
    const link: Link = {
      hash: hashOf(token),
      accountId: anAccountId,
      clientId: client.id,
      purpose: "shared_document",
      subject: documentId,
      grant: 1,
      expiresAt: "2030-01-01T00:00:00.000Z",
      ttl: 0,
    };
    await memory.table.global.commit([put(links, link)]);
    tokens.push(token);
  };

  /** Every route that gives out an address: to staff, and to the client by every link there is. */
  const readAll = async (of: readonly string[] = documents) => {
    for (const id of of) {
      await ask(getDocument, { id });
      for (const number of ["1", "2", "3", "4"]) await ask(getVersion, { id, number });
    }
    for (const token of tokens) await download(token);
  };

  const perform = async (step: Step): Promise<void> => {
    await ready;
    if (step.do === "create") {
      const made = await ask(createDocument, {}, file);
      if (made?.upload) documents.push(made.id);
      if (made?.upload) forms.push(made.upload.fields.key ?? "");
      return;
    }
    if (step.do === "send") {
      const key = pick(forms, step.which);
      if (key) arrive(key, step.content, step.unreadable && step.content === "other");
      return;
    }
    if (step.do === "deliver") {
      const event = pick(events, step.which);
      if (!event) return;
      const fates = [...step.fates];
      memory.fate = () => fates.shift() ?? "done";
      const scanner = {
        async scan(...args: Parameters<typeof guardDutyScanner.scan>) {
          if (step.resend) arrive(event.key, step.resend);
          return guardDutyScanner.scan(...args);
        },
      };
      await receiveUpload(event, { ...intake, scanner }).catch(() => undefined);
      memory.fate = () => "done";
      return;
    }
    const id = pick(documents, step.which);
    if (!id) return;
    if (step.do === "addVersion") {
      const form = (await ask(addVersion, { id }, file))?.upload;
      if (form) forms.push(form.fields.key ?? "");
    }
    if (step.do === "read") await readAll([id]);
    if (step.do === "share" && (await ask(shareDocument, { id }, { clientIds: [client.id] }))) await sendLink(id);
    if (step.do === "remove" && (await ask(deleteDocument, { id }, undefined)) !== undefined)
      await store.empty(fileFolder(anAccountId, id));
  };
  return { perform, readAll, given, tokens, files, quarantine };
};

const sequences = Number(process.env.SEQUENCES ?? 1000);

describe("whatever is sent, in whatever order scans come, and whoever reads, versions or deletes meanwhile", () => {
  test("what is clean is given out, and so is the version before it", async () => {
    const scene = world();
    const clean = { do: "send", content: "clean", unreadable: false } as const;
    const deliver = { do: "deliver" as const, fates: [], resend: undefined };
    await scene.perform({ do: "create" });
    await scene.perform({ ...clean, which: 0 });
    await scene.perform({ ...deliver, which: 0 });
    await scene.perform({ do: "addVersion", which: 0 });
    await scene.perform({ ...clean, which: 1 });
    await scene.perform({ ...deliver, which: 1 });
    await scene.readAll();
    expect(new Set(scene.given.map(({ key }) => key))).toEqual(new Set(scene.files.keys()));
    expect(scene.files.size).toBe(2);
  });

  test("what is shared is given to the client, the current version of it", async () => {
    const scene = world();
    const send = { do: "send", content: "clean", unreadable: false } as const;
    const deliver = { do: "deliver" as const, fates: [], resend: undefined };
    await scene.perform({ do: "create" });
    await scene.perform({ do: "share", which: 0 });
    expect(scene.tokens).toEqual([]);
    await scene.perform({ ...send, which: 0 });
    await scene.perform({ ...deliver, which: 0 });
    await scene.perform({ do: "share", which: 0 });
    await scene.perform({ do: "addVersion", which: 0 });
    await scene.perform({ ...send, which: 1 });
    await scene.perform({ ...deliver, which: 1 });
    await scene.readAll([]);
    expect(scene.given.map(({ key }) => key)).toEqual([[...scene.files.keys()].at(-1)]);
  });

  property.prop([fc.array(aStep, { minLength: 3, maxLength: 24 })], { numRuns: sequences })(
    "no address that is given out ever leads to quarantine or to something infected",
    async (steps) => {
      const scene = world();
      for (const step of [{ do: "create" } as const, ...steps]) {
        await scene.perform(step);
        await scene.readAll();
        for (const content of scene.files.values()) {
          expect(content.includes(eicar)).toBe(false);
          expect(content.equals(contents.clean)).toBe(true);
        }
        for (const { bucket, key } of scene.given) {
          expect(bucket).toBe("files");
          expect(scene.files.get(key)?.includes(eicar) ?? false).toBe(false);
        }
      }
    },
    Math.max(60_000, sequences * 60),
  );
});
