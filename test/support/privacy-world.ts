import { project } from "../../functions/changes/project.ts";
import { useCases as clientRoutes } from "../../functions/clients/api.ts";
import { loadContactReader } from "../../functions/clients/deps.ts";
import { routes as clients } from "../../functions/clients/manifest.ts";
import { runBulk } from "../../functions/clients/run-bulk.ts";
import { useCases as documentRoutes } from "../../functions/documents/api.ts";
import { documentRequestRecipient, documentShare } from "../../functions/documents/kinds.ts";
import { routes as documents } from "../../functions/documents/manifest.ts";
import { useCases as pageRoutes } from "../../functions/documents/pages.ts";
import { routes as pages } from "../../functions/documents/pages-manifest.ts";
import { receiveUpload } from "../../functions/documents/receive-upload.ts";
import { eicarScanner } from "../../functions/documents/scanner.ts";
import { sendDocumentRequest } from "../../functions/documents/send-document-request.ts";
import { sendSharedDocument } from "../../functions/documents/send-shared-document.ts";
import { useCases as importRoutes } from "../../functions/imports/api.ts";
import { ImportRun } from "../../functions/imports/import-run.ts";
import { routes as imports } from "../../functions/imports/manifest.ts";
import { writeExport } from "../../functions/imports/write-export.ts";
import { useCases as privacyRoutes } from "../../functions/privacy/api.ts";
import type { PersonalObjects } from "../../functions/privacy/deps.ts";
import { routes as privacy } from "../../functions/privacy/manifest.ts";
import { runPrivacyJob } from "../../functions/privacy/run-privacy-job.ts";
import { api } from "../../shared/app/api.ts";
import { runJob } from "../../shared/app/job-runner.ts";
import { s3Presigner } from "../../shared/aws/presign.ts";
import { later } from "../../shared/clock.ts";
import { fromStored, isOf } from "../../shared/db/entity.ts";
import { recipientKey, requestRecipients } from "../../shared/entities/document-request.ts";
import { documentShares, shareKey } from "../../shared/entities/document-share.ts";
import { jobs } from "../../shared/entities/job.ts";
import type { AccountId, ClientId, Id } from "../../shared/ids.ts";
import { anAccount } from "./actors.ts";
import { call } from "./call.ts";
import { testClock, testDeps } from "./deps.ts";
import { testFiles } from "./file-store.ts";
import { testMailbox, tokenIn } from "./mailbox.ts";
import { testParts } from "./part-store.ts";
import { projectorDeps } from "./projector-deps.ts";
import { streamedTable } from "./streamed-table.ts";
import { jobRequested, toldOf } from "./told.ts";
import { formOf } from "./upload.ts";

/** Where a worker dies: asked before each of its calls. */
export type Killer = () => void;

/** Clients and everything kept about them in memory, with the stream followed by the projector. */
export const privacyWorld = async () => {
  const clock = testClock();
  const pass = (seconds: number) => clock.set(later(clock.now(), seconds).toISOString());
  const memory = streamedTable(() => clock.now());
  const { table } = memory;
  const base = testDeps(table, { clock });
  const files = testFiles();
  const mailbox = testMailbox();
  const presigner = s3Presigner();
  const publicUrl = "https://pages.example";
  const buckets = { files: "files", quarantine: "quarantine" };
  const parts = testParts();
  const handlers = {
    clients: api(() => ({ ...base, contact: loadContactReader }), clientRoutes),
    documents: api(() => ({ ...base, presigner, publicUrl, buckets }), documentRoutes),
    imports: api(() => ({ ...base, presigner, bucket: "files" }), importRoutes),
    pages: api(() => ({ ...base, presigner, parts: async () => parts, ...buckets, filesOrigin: "" }), pageRoutes),
    privacy: api(() => base, privacyRoutes),
  };
  const mailing = { ...base, mailer: mailbox, senderEmail: "mail@clientele.example", publicUrl };
  const { account, headers } = await anAccount(table);
  const db = table.of(account.id);

  /** The projector follows what was written; batches of a hundred, as on AWS. */
  const follow = async () => {
    while (memory.records.length > 0)
      await project({ Records: memory.records.splice(0, 100) }, projectorDeps(table, base.log));
  };

  const objectsKilledBy = (mayDie: Killer): PersonalObjects => {
    const of = (bucket: "files" | "quarantine") => files[bucket];
    const under = (bucket: "files" | "quarantine", prefix: string) =>
      [...of(bucket).keys()].filter((key) => key.startsWith(prefix));
    return {
      async count(bucket, prefix) {
        mayDie();
        return under(bucket, prefix).length;
      },
      async erase(bucket, prefix) {
        mayDie();
        for (const key of under(bucket, prefix)) of(bucket).delete(key);
      },
      async read(key) {
        mayDie();
        const content = files.files.get(key);
        return (
          content &&
          (async function* () {
            yield content;
          })()
        );
      },
      async write(key, _type, content) {
        const pieces: Uint8Array[] = [];
        for await (const piece of content) pieces.push(piece);
        mayDie();
        files.files.set(key, Buffer.concat(pieces));
      },
    };
  };

  /** Delivers the message of a job once; the worker dies where `mayDie` throws. */
  const runPrivacy = async (jobId: string, receiveCount = 1, mayDie: Killer = () => undefined) => {
    const dying = {
      ...table,
      of: (id: AccountId) =>
        new Proxy(table.of(id), {
          get(target, name) {
            const member = Reflect.get(target, name) as unknown;
            if (typeof member !== "function") return member;
            return (...given: unknown[]) => {
              mayDie();
              return Reflect.apply(member, target, given) as unknown;
            };
          },
        }),
    };
    const deps = {
      ...base,
      table: dying,
      objects: objectsKilledBy(mayDie),
      queue: { send: async () => undefined },
      async pause() {
        pass(1);
        await follow();
      },
    };
    await runPrivacyJob(await jobRequested(db, jobId), deps, { messageId: "message", receiveCount });
  };

  const jobsOf = (kind: string) =>
    [...memory.items.values()]
      .filter((item) => isOf(jobs, item))
      .map((item) => fromStored(jobs, item))
      .filter((job) => job.kind === kind);

  /** Runs every job that waits, as their workers would. */
  const work = async () => {
    for (const job of [...jobsOf("erasure"), ...jobsOf("person_export")])
      if (job.status === "queued") await runPrivacy(job.id);
    for (const job of jobsOf("bulk")) {
      const deps = { ...base, queue: { send: async () => undefined }, pause: follow };
      if (job.status === "queued")
        await runBulk(await jobRequested(db, job.id), deps, { messageId: "m", receiveCount: 1 });
    }
    await follow();
  };

  const send = async <R extends Parameters<typeof call>[1]>(
    feature: keyof typeof handlers,
    route: R,
    request: NonNullable<Parameters<typeof call<R>>[2]> = {},
  ) => {
    const answer = await call(handlers[feature], route, { headers, ...request });
    if (answer.status >= 400) throw new Error(`${route.key}: ${answer.text}`);
    return answer;
  };

  const arrive = async (upload: Parameters<typeof formOf>[0], content: Buffer) => {
    const key = formOf(upload).fields.key ?? "";
    files.quarantine.set(key, content);
    await receiveUpload({ key }, { ...base, files, scanner: eicarScanner(files) });
  };

  /** Imports a list. */
  const importList = async (csv: string, fileName = "clients.csv") => {
    const { body: item } = await send("imports", imports.create, { body: { kind: "clients", fileName } });
    files.files.set(formOf(item.upload).fields.key ?? "", Buffer.from(csv));
    const { body } = await send("imports", imports.start, { params: { id: item.id }, body: {} });
    const open = async (key: string) => {
      const content = files.files.get(key);
      return (
        content && {
          body: (async function* () {
            yield content;
          })(),
          size: content.length,
        }
      );
    };
    const run = new ImportRun(account.id, { ...base, open });
    await runJob(base, {
      accountId: account.id,
      jobId: body.job.id,
      worker: "import",
      leaseSeconds: 90,
      lastTry: false,
      step: (job) => run.step(job),
      hasTime: () => true,
      continueLater: async () => undefined,
    });
    await run.leave(body.job.id);
    await follow();
    return item.id;
  };

  /** Exports all clients. */
  const exportList = async () => {
    const { body } = await send("imports", imports.createExport, { body: { kind: "clients" } });
    const job = jobsOf("export").find(({ id }) => id === body.job.id);
    const written = job && (await writeExport(db, job, { clock }));
    if (written) files.files.set(written.key, Buffer.from(written.file));
  };

  /** What the bus brings of a client's part in a request, or of a share. */
  const linkAsked = (request: string, client: string) => {
    const [requestId, clientId] = [request as Id<"documentRequest">, client as ClientId];
    const key = recipientKey({ accountId: account.id, requestId, clientId });
    return toldOf(db, documentRequestRecipient.mail_queued, requestRecipients, key);
  };
  const shareAsked = (document: string, client: string) => {
    const [documentId, clientId] = [document as Id<"document">, client as ClientId];
    const key = shareKey({ accountId: account.id, documentId, clientId });
    return toldOf(db, documentShare.mail_queued, documentShares, key);
  };

  /** A request that reached its client: the token of its link. */
  const request = async (clientId: string, body: Record<string, unknown>, others: string[] = []) => {
    const { body: made } = await send("documents", documents.createRequest, {
      body: { clientIds: [clientId, ...others], title: "Preuve", ...body },
    });
    await sendDocumentRequest(await linkAsked(made.id, clientId), mailing);
    return { request: made, token: tokenIn(mailbox.sent.at(-1) ?? { text: "" }) };
  };

  const answer = async (token: string, fileName: string, content: Buffer) => {
    const body = { fileName, contentType: "application/pdf", size: content.length };
    const begun = await send("pages", pages.beginUpload, { params: { token }, headers: {}, body });
    await arrive((begun.body as { upload: Parameters<typeof formOf>[0] }).upload, content);
  };

  const libraryDocument = async (fileName: string, content: Buffer) => {
    const body = { fileName, contentType: "application/pdf", size: content.length };
    const { body: made } = await send("documents", documents.create, { body });
    await arrive(made.upload, content);
    return made.id;
  };

  const share = async (documentId: string, clientId: string, message: string) => {
    await send("documents", documents.share, { params: { id: documentId }, body: { clientIds: [clientId], message } });
    await sendSharedDocument(await shareAsked(documentId, clientId), mailing);
    return tokenIn(mailbox.sent.at(-1) ?? { text: "" });
  };

  const attach = async (clientId: string, fileName: string, content: Buffer) => {
    const body = { fileName, contentType: "application/pdf", size: content.length };
    const { body: made } = await send("documents", documents.addAttachment, { params: { id: clientId }, body });
    await arrive(made.upload, content);
    return made.id;
  };

  const openPage = (token: string) => call(handlers.pages, pages.openDocuments, { params: { token } });

  const addClient = async (body: Record<string, unknown>) => (await send("clients", clients.create, { body })).body;

  const purge = (id: string) => call(handlers.clients, clients.purge, { headers, params: { id } });
  const erase = (id: string) => call(handlers.privacy, privacy.erase, { headers, params: { id } });
  const receipt = async (id: string) => (await send("privacy", privacy.getErasure, { params: { id } })).body;

  return {
    ...{ account, headers, db, memory, files, clock, pass, follow, work, send, handlers, jobsOf, runPrivacy },
    ...{ importList, exportList, request, answer, libraryDocument, share, attach, openPage, addClient },
    ...{ purge, erase, receipt },
  };
};

export type PrivacyWorld = Awaited<ReturnType<typeof privacyWorld>>;
