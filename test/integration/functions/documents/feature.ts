import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { useCases } from "../../../../functions/documents/api.ts";
import type { IntakeDeps } from "../../../../functions/documents/deps.ts";
import { document, documentRequestRecipient, documentShare } from "../../../../functions/documents/kinds.ts";
import { routes } from "../../../../functions/documents/manifest.ts";
import { notifyStaff } from "../../../../functions/documents/notify-staff.ts";
import { useCases as pageUseCases } from "../../../../functions/documents/pages.ts";
import { routes as pages } from "../../../../functions/documents/pages-manifest.ts";
import { receiveUpload } from "../../../../functions/documents/receive-upload.ts";
import { eicarScanner } from "../../../../functions/documents/scanner.ts";
import { sendDocumentRequest } from "../../../../functions/documents/send-document-request.ts";
import { sendSharedDocument } from "../../../../functions/documents/send-shared-document.ts";
import { api } from "../../../../shared/app/api.ts";
import { s3Presigner, type Upload } from "../../../../shared/aws/presign.ts";
import { keys } from "../../../../shared/db/keys.ts";
import { put } from "../../../../shared/db/writes.ts";
import { type Client, clients } from "../../../../shared/entities/client.ts";
import { documents } from "../../../../shared/entities/document.ts";
import { recipientKey, requestRecipients } from "../../../../shared/entities/document-request.ts";
import { documentShares, shareKey } from "../../../../shared/entities/document-share.ts";
import { type AccountId, type ClientId, type Id, ulids } from "../../../../shared/ids.ts";
import type { MailingDeps } from "../../../../shared/messaging/mailing-deps.ts";
import { aClient } from "../../../support/a-client.ts";
import { anAccount } from "../../../support/actors.ts";
import { call } from "../../../support/call.ts";
import { testClock, testDeps } from "../../../support/deps.ts";
import { testTable } from "../../../support/dynamodb.ts";
import { testFiles } from "../../../support/file-store.ts";
import { sampleFiles } from "../../../support/files.ts";
import { testMailbox, tokenIn } from "../../../support/mailbox.ts";
import { testParts } from "../../../support/part-store.ts";
import { toldOf } from "../../../support/told.ts";
import { formOf } from "../../../support/upload.ts";

/** Documents and pages on an empty table, with the buckets and the mail provider in memory. */
export const documentsFeature = async () => {
  const { table, client: direct, tableName } = await testTable();
  const clock = testClock();
  const presigner = s3Presigner();
  const mailbox = testMailbox();
  const files = testFiles();
  const base = testDeps(table, { clock });
  const publicUrl = "https://pages.example";
  const deps = { ...base, presigner, publicUrl, buckets: { files: "files", quarantine: "quarantine" } };
  const handler = api(() => deps, useCases);
  const parts = testParts();
  const pageDeps = {
    ...base,
    presigner,
    parts: async () => parts,
    quarantine: "quarantine",
    files: "files",
    filesOrigin: "https://s3.example",
  };
  const pageHandler = api(() => pageDeps, pageUseCases);
  const mailing: MailingDeps = {
    ...base,
    mailer: mailbox,
    senderEmail: "mail@clientele.example",
    publicUrl,
  };
  const intake: IntakeDeps = { ...base, files, scanner: eicarScanner(files) };

  const aBusiness = async (given: Parameters<typeof anAccount>[1] = {}) => anAccount(table, given);

  const aClientOf = async (accountId: AccountId, own: Partial<Client> = {}) => {
    const client = aClient({
      id: ulids.next("client"),
      accountId,
      email: "noemie@example.org",
      language: "fr",
      ...own,
    });
    await table.of(accountId).commit([put(clients, client)]);
    return client;
  };

  /** What the bus brings of a client's part in a request, or of a share. */
  const linkAsked = (accountId: AccountId, request: string, client: string) => {
    const [requestId, clientId] = [request as Id<"documentRequest">, client as ClientId];
    const key = recipientKey({ accountId, requestId, clientId });
    return toldOf(table.of(accountId), documentRequestRecipient.mail_queued, requestRecipients, key);
  };
  const shareAsked = (accountId: AccountId, document: string, client: string) => {
    const [documentId, clientId] = [document as Id<"document">, client as ClientId];
    const key = shareKey({ accountId, documentId, clientId });
    return toldOf(table.of(accountId), documentShare.mail_queued, documentShares, key);
  };

  /** What the bus brings to the worker that sends links. */
  const sendLink = async (accountId: AccountId, requestId: string, clientId: string) =>
    sendDocumentRequest(await linkAsked(accountId, requestId, clientId), mailing);

  /** A request that reached its client: the token of the link. */
  const aRequest = async (
    { account, headers }: Awaited<ReturnType<typeof aBusiness>>,
    client: Client,
    body: Record<string, unknown> = {},
  ) => {
    const {
      body: request,
      status,
      text,
    } = await call(handler, routes.createRequest, {
      headers,
      body: { clientIds: [client.id], title: "Preuve d'assurance", ...body },
    });
    if (status !== 201) throw new Error(text);
    await sendLink(account.id, request.id, client.id);
    const mail = mailbox.sent.at(-1);
    return { request, token: mail ? tokenIn(mail) : "" };
  };

  /** A document of the library whose file is there. */
  const aDocument = async (
    { headers }: Awaited<ReturnType<typeof aBusiness>>,
    body: Record<string, unknown> = {},
    content: Buffer = sampleFiles.pdf,
  ) => {
    const added = await call(handler, routes.create, {
      headers,
      body: { fileName: "contrat.pdf", contentType: "application/pdf", size: content.length, ...body },
    });
    if (!added.body.upload) throw new Error(added.text);
    await arrive(added.body.upload, content);
    return added.body.id;
  };

  /** What the bus brings to the worker that sends the links of shared documents. */
  const sendShare = async (accountId: AccountId, documentId: string, clientId: string) =>
    sendSharedDocument(await shareAsked(accountId, documentId, clientId), mailing);

  /** A document that reached its client: the token of the link. */
  const aShare = async (
    business: Awaited<ReturnType<typeof aBusiness>>,
    client: Client,
    documentId: string,
    body: Record<string, unknown> = {},
  ) => {
    const shared = await call(handler, routes.share, {
      headers: business.headers,
      params: { id: documentId },
      body: { clientIds: [client.id], ...body },
    });
    if (shared.status !== 200) throw new Error(shared.text);
    await sendShare(business.account.id, documentId, client.id);
    const mail = mailbox.sent.at(-1);
    return { share: shared.body.data[0], token: mail ? tokenIn(mail) : "" };
  };

  const openPage = (token: string) => call(pageHandler, pages.openDocuments, { params: { token } });
  const submitPage = (token: string, action: string) =>
    call(pageHandler, pages.submitDocuments, {
      params: { token },
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: `action=${action}`,
    });

  const beginUpload = async (token: string, body: Record<string, unknown> = {}) => {
    const answer = await call(pageHandler, pages.beginUpload, {
      params: { token },
      body: { fileName: "assurance.pdf", contentType: "application/pdf", size: 100, ...body },
    });
    return { ...answer, body: { ...answer.body, upload: formOf(answer.body.upload) } };
  };

  /** What S3 does with a form, and then the event that follows. */
  const arrive = async (upload: Upload, content: Buffer) => {
    const key = upload.fields.key ?? "";
    files.quarantine.set(key, content);
    await receiveUpload({ key }, intake);
    return key;
  };

  const uploadStatus = async (token: string, uploadId: string) =>
    (await call(pageHandler, pages.uploadStatus, { params: { token, uploadId } })).body;

  const storedDocument = (accountId: AccountId, id: string) =>
    table.of(accountId).get(documents, keys.of(accountId, id as Id<"document">));

  const tellStaff = async (accountId: AccountId, documentId: string) =>
    notifyStaff(
      await toldOf(table.of(accountId), document.received, documents, keys.of(accountId, documentId)),
      mailing,
    );

  /** Every item of the table, as it lies there. */
  const stored = async () => (await direct.send(new ScanCommand({ TableName: tableName }))).Items ?? [];

  return {
    stored,
    ...{ table, clock, mailbox, files, parts, deps, handler, pageHandler, intake, mailing },
    ...{ aDocument, aShare, sendShare, openPage, submitPage, linkAsked, shareAsked },
    ...{ aBusiness, aClientOf, aRequest, sendLink, beginUpload, arrive, uploadStatus, storedDocument, tellStaff },
  };
};
