import { keys, partitions } from "../../../shared/db/keys.ts";
import { put, update } from "../../../shared/db/writes.ts";
import { documentVersions, versionKey } from "../../../shared/entities/document.ts";
import { links } from "../../../shared/entities/link.ts";
import { type ClientId, hashOf, type Id } from "../../../shared/ids.ts";
import {
  type Case,
  holds,
  idOf,
  list,
  now,
  one,
  PAGE,
  places,
  type Setting,
  SHOWN,
  soon,
  times,
  together,
  written,
} from "../case.ts";

const MANY = 30;
const file = { fileName: "photo.jpg", contentType: "image/jpeg", size: 1000 };
const linked = "what a link opens is known by the link, so it is read after it";

/** What staff do with documents that are there: versions, shares, attachments; and the page of a shared document. */
export const libraryCases = async ({ world, caller, make }: Setting): Promise<Case[]> => {
  const { account } = caller;
  const at = places(account.id);
  const db = world.table.of(account.id);
  const clients = (
    await times(MANY, (number) =>
      make("POST /v1/clients", { body: { name: `Reader ${number}`, email: `reader-${number}@example.org` } }),
    )
  ).map(idOf);
  const [client = "", other = "", third = "", owner = ""] = clients;
  const aCleanDocument = async (body: object = file): Promise<string> => {
    const id = idOf(await make("POST /v1/documents", { body }));
    const key = `${account.id}/${id}/photo.jpg`;
    await db.commit([update(at.of(id), { set: { status: "clean", key }, remove: ["ttl"] })]);
    return id;
  };
  const [document, next, first] = [await aCleanDocument(), await aCleanDocument(), await aCleanDocument()];
  const shared = await times(MANY, () => aCleanDocument());
  const share = (id: string, clientIds: string[]) =>
    make("POST /v1/documents/{id}/share", { params: { id }, body: { clientIds } });
  await share(document, clients.slice(3));
  for (const id of shared) await share(id, [client]);
  for (let number = 1; number <= MANY; number++)
    await db.commit([
      put(documentVersions, {
        ...{ ...file, accountId: account.id, documentId: document as Id<"document">, number },
        ...{ key: `${account.id}/${document}/${number}`, createdAt: account.createdAt, createdBy: caller.ownerId },
      }),
    ]);
  await db.commit([update(at.of(document), { set: { fileVersion: MANY + 1 } })]);
  await db.commit([update(at.self, { set: { logo: document } })]);
  const attachments = (
    await times(MANY, () => make("POST /v1/clients/{id}/attachments", { params: { id: owner }, body: file }))
  ).map(idOf);
  const [attachment = ""] = attachments;
  const [opened = ""] = shared;
  const token = "another-token-for-measurements-0123456";
  await world.table.global.commit([
    put(links, {
      ...{ hash: hashOf(token), accountId: account.id, clientId: client as ClientId, purpose: "shared_document" },
      ...{ subject: opened, grant: 1, expiresAt: "2099-01-01T00:00:00.000Z", ttl: 4_070_908_800 },
    }),
  ]);
  const shareOf = (id: string, clientId: string) => at.part(id, `SHARE#${clientId}`);
  const attached = { ...partitions.work(account.id, `ATTACHMENTS#${owner}`), items: PAGE, newestFirst: true };
  const ofClient = partitions.ofClient(account.id, client as ClientId);
  const behindLink = [
    now("link", keys.link(hashOf(token))),
    now("share, document, account, client", shareOf(opened, client), at.of(opened), at.self, at.of(client)),
  ];

  const ofDocuments: Case[] = [
    {
      route: "PUT /v1/account/logo",
      pattern: "document and form in one transaction",
      body: { ...file, contentType: "image/jpeg" },
      writes: ({ calls }) => [together("document and form", ...written(calls))],
    },
    {
      route: "DELETE /v1/account/logo",
      pattern: "Get account, Put it",
      reads: [now("account", at.self)],
      writes: () => [one("account", at.self)],
    },
    {
      route: "PATCH /v1/documents/{id}",
      pattern: "Get document, Put it",
      params: { id: next },
      body: { fileName: "portrait.jpg" },
      reads: [now("document", at.of(next))],
      writes: () => [one("document", at.of(next))],
    },
    {
      route: "POST /v1/documents/{id}/versions",
      pattern: "Get document; it and the form in one transaction",
      params: { id: next },
      body: file,
      reads: [now("document", at.of(next))],
      writes: ({ calls }) => [together("document and form", ...written(calls))],
    },
    {
      route: "GET /v1/documents/{id}/versions",
      pattern: "Get document; Query its versions, backwards: at once",
      params: { id: document },
      reads: [now("document", at.of(document)), list("versions", at.partsOf(document, "VERSION#", PAGE, true))],
    },
    {
      route: "GET /v1/documents/{id}/versions/{number}",
      pattern: "Get document and version at once; Put the access",
      params: { id: document, number: "7" },
      reads: [
        now("document", at.of(document)),
        now("version", versionKey({ accountId: account.id, documentId: document as Id<"document">, number: 7 })),
      ],
      writes: ({ calls }) => [one("access", ...written(calls))],
    },
    {
      route: "POST /v1/documents/{id}/share",
      pattern: "Get document, BatchGet clients and shares, at once; shares and log entries in one transaction",
      params: { id: first },
      body: { clientIds: [client, other, third] },
      check: holds(3),
      reads: [
        now("document", at.of(first)),
        now("clients", ...[client, other, third].map(at.of)),
        now("shares", ...[client, other, third].map((id) => shareOf(first, id))),
      ],
      writes: ({ calls }) => [together("document, shares, entries", ...written(calls))],
    },
    {
      route: "GET /v1/documents/{id}/shares",
      pattern: "Get document; Query its shares: at once",
      params: { id: document },
      reads: [now("document", at.of(document)), list("shares", at.partsOf(document, "SHARE#"))],
    },
    {
      route: "POST /v1/documents/{id}/links/{clientId}",
      pattern: "Get document, share and client at once; link and log entry in one transaction",
      params: { id: opened, clientId: client },
      reads: [now("document, share, client", at.of(opened), shareOf(opened, client), at.of(client))],
      writes: ({ calls }) => [together("link, entry", ...written(calls))],
    },
    {
      route: "DELETE /v1/documents/{id}/shares/{clientId}",
      pattern: "Get document, client and share at once; the share and the log entry in one transaction",
      params: { id: document, clientId: owner },
      reads: [now("document, client", at.of(document), at.of(owner)), now("share", shareOf(document, owner))],
      writes: ({ calls }) => [together("share, entry", ...written(calls))],
    },
  ];

  const ofClients: Case[] = [
    {
      route: "GET /v1/clients/{id}/documents",
      pattern: "with shares: Get client, Query gsi1, backwards: at once; BatchGet what is shared",
      params: { id: client },
      reads: [
        now("client", at.of(client)),
        list("shares", { ...ofClient, prefix: "document#", items: PAGE, newestFirst: true }),
        soon("documents", shared.toReversed().slice(0, SHOWN).map(at.of)),
      ],
      because: "which document is shared is known by its share, so it is read after it",
    },
    {
      route: "GET /v1/clients/{id}/attachments",
      pattern: "Get client; Query gsi3, backwards: at once",
      params: { id: owner },
      reads: [now("client", at.of(owner)), list("attachments", attached)],
    },
    {
      route: "POST /v1/clients/{id}/attachments",
      pattern: "Get client; document and form in one transaction",
      params: { id: owner },
      body: file,
      reads: [now("client", at.of(owner))],
      writes: ({ calls }) => [together("document and form", ...written(calls))],
    },
    {
      route: "DELETE /v1/clients/{id}/attachments/{attachmentId}",
      pattern: "Get client and document at once, Delete the document",
      params: { id: owner, attachmentId: attachment },
      reads: [now("client, document", at.of(owner), at.of(attachment))],
      writes: () => [one("document", at.of(attachment))],
    },
  ];

  const ofPages: Case[] = [
    {
      route: "GET /p/{token}/documents",
      pattern: "a shared document: Get link; share, document, account, client at once",
      as: "nobody",
      params: { token },
      reads: behindLink,
      because: linked,
    },
    {
      route: "POST /p/{token}/documents",
      pattern: "to download a shared document: as its page; share and log entry in one transaction",
      as: "nobody",
      params: { token },
      body: "action=download",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      reads: behindLink,
      writes: ({ calls }) => [together("document, share, entry", ...written(calls))],
      because: linked,
    },
  ];
  return [...ofDocuments, ...ofClients, ...ofPages];
};
