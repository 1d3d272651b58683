import { keys, partitions } from "../../../shared/db/keys.ts";
import { put, update } from "../../../shared/db/writes.ts";
import { addressHash } from "../../../shared/entities/address-fact.ts";
import { accessed } from "../../../shared/entities/document.ts";
import { links, sealUnsubscribe } from "../../../shared/entities/link.ts";
import { type ClientId, derivedId, hashOf, type Id, newSecret } from "../../../shared/ids.ts";
import {
  type Case,
  idOf,
  list,
  now,
  one,
  PAGE,
  places,
  type Setting,
  soon,
  times,
  together,
  written,
} from "../case.ts";

const MANY = 30;
const file = { fileName: "photo.jpg", contentType: "image/jpeg", size: 1000 };
const linked = "what a link opens is known by the link, so it is read after it";

/** Documents, requests for documents, and the pages behind their links. */
export const documentCases = async ({ world, caller, make }: Setting): Promise<Case[]> => {
  const { account } = caller;
  const at = places(account.id);
  const db = world.table.of(account.id);
  const client = idOf(
    await make("POST /v1/clients", {
      body: { name: "Ida Roy", email: "ida@example.org", subscriptions: { email: { marketing: true } } },
    }),
  );
  const others = (await times(2, (number) => make("POST /v1/clients", { body: { name: `Other ${number}` } }))).map(
    idOf,
  );
  const ofClient = partitions.ofClient(account.id, client as ClientId);
  const documents = (await times(MANY, () => make("POST /v1/documents", { body: { ...file, clientId: client } }))).map(
    idOf,
  );
  const [document = "", clean = "", oldDocument = ""] = documents;
  await db.commit([
    update(at.of(clean), { set: { status: "clean", key: `${account.id}/${clean}/photo.jpg` }, remove: ["ttl"] }),
    ...Array.from({ length: MANY }, (_, person) =>
      accessed({ accountId: account.id, id: clean as Id<"document"> }, `usr_${person}`, "viewed", new Date()),
    ),
  ]);
  const ask = () => make("POST /v1/document-requests", { body: { clientIds: [client, ...others], title: "Photos" } });
  const requests = (await times(MANY, ask)).map(idOf);
  const [request = "", reminded = "", cancelled = "", extended = ""] = requests;
  const recipients = (of: string): Parameters<typeof list>[1] => at.partsOf(of, "CLI#", 1002);
  for (const id of [client, ...others])
    await db.commit([update(at.part(reminded, `CLI#${id}`), { set: { mail: "sent" } })]);

  const token = "a-token-for-measurements-0123456789";
  await world.table.global.commit([
    put(links, {
      hash: hashOf(token),
      accountId: account.id,
      clientId: client as ClientId,
      purpose: "document_request",
      subject: request,
      expiresAt: "2099-01-01T00:00:00.000Z",
      ttl: 4_070_908_800,
    }),
  ]);
  const upload = idOf(await make("POST /p/{token}/documents/uploads", { as: "nobody", params: { token }, body: file }));
  const large = { fileName: "film.mp4", contentType: "image/jpeg", size: 150 * 1024 * 1024, modifiedAt: 1 };
  await db.commit([update(at.of(request), { set: { maxBytes: 200 * 1024 * 1024 } })]);
  const [sent = "", lost = "", ...begun] = await times(4, async (number) => {
    const body = { ...large, fileName: `film-${number}.jpg` };
    const id = idOf(await make("POST /p/{token}/documents/uploads", { as: "nobody", params: { token }, body }));
    // As if it had one part, which has come.
    await db.commit([
      update(at.of(id), { set: { maxBytes: 1000, parts: { uploadId: "upload", bytes: 1000, count: 1 } } }),
    ]);
    return id;
  });
  const [inParts = ""] = begun;
  const address = addressHash(account.id, "ida@example.org");
  const fact = keys.addressFact(account.id, address);
  const unsubscribe = sealUnsubscribe(
    { accountId: account.id, clientId: client as ClientId, address },
    "a key for measurements",
  );
  const recipient = at.part(request, `CLI#${client}`);
  const behindLink = [
    now("link", keys.link(hashOf(token))),
    now("request, recipient, account, client", at.of(request), recipient, at.self, at.of(client)),
  ];

  const ofDocuments: Case[] = [
    {
      route: "GET /v1/documents",
      pattern: "Query gsi2, backwards",
      reads: [list("documents", at.page("DOCUMENTS", PAGE, true))],
    },
    {
      route: "POST /v1/documents",
      pattern: "Get client; document and form in one transaction",
      body: { ...file, clientId: client },
      reads: [now("client", at.of(client))],
      writes: ({ calls }) => [together("document and form", ...written(calls))],
    },
    {
      route: "GET /v1/documents/{id}",
      pattern: "Get document",
      params: { id: document },
      reads: [now("document", at.of(document))],
    },
    {
      route: "GET /v1/documents/{id}",
      pattern: "with an address to download: Get document, Put the access",
      params: { id: clean },
      reads: [now("document", at.of(clean))],
      writes: ({ calls }) => [one("access", ...calls.flatMap((call) => call.keys))],
    },
    {
      route: "DELETE /v1/documents/{id}",
      pattern: "Get document, Delete it",
      params: { id: oldDocument },
      reads: [now("document", at.of(oldDocument))],
      writes: () => [one("document", at.of(oldDocument))],
    },
    {
      route: "GET /v1/documents/{id}/access-log",
      pattern: "Get document; Query its accesses, backwards: at once",
      params: { id: clean },
      reads: [now("document", at.of(clean)), list("accesses", at.partsOf(clean, "ACCESS#", PAGE, true))],
    },
    {
      route: "GET /v1/clients/{id}/documents",
      pattern: "Get client; Query gsi1, backwards: at once",
      params: { id: client },
      reads: [
        now("client", at.of(client)),
        list("documents", { ...ofClient, prefix: "document#", items: PAGE, newestFirst: true }),
      ],
    },
  ];

  const ofRequests: Case[] = [
    {
      route: "GET /v1/document-requests",
      pattern: "Query gsi2, backwards",
      reads: [list("requests", at.page("DOCUMENT_REQUESTS", PAGE, true))],
    },
    {
      route: "POST /v1/document-requests",
      pattern: "BatchGet clients; request and recipients in one transaction",
      body: { clientIds: [client, ...others], title: "Photos" },
      reads: [now("clients", ...[client, ...others].map(at.of))],
      writes: ({ body }) => [
        together(
          "request, 3 recipients",
          at.of(idOf(body)),
          ...[client, ...others].map((id) => at.part(idOf(body), `CLI#${id}`)),
        ),
      ],
    },
    {
      route: "GET /v1/document-requests/{id}",
      pattern: "Get request; Query its recipients: at once",
      params: { id: request },
      reads: [now("request", at.of(request)), list("recipients", recipients(request))],
    },
    {
      route: "PATCH /v1/document-requests/{id}",
      pattern: "Get request, Query its recipients at once; Put request",
      params: { id: extended },
      body: { message: "Before Friday, please." },
      reads: [now("request", at.of(extended)), list("recipients", recipients(extended))],
      writes: () => [one("request", at.of(extended))],
    },
    {
      route: "POST /v1/document-requests/{id}/remind",
      pattern: "Get request, Query its recipients at once; recipients in one transaction",
      params: { id: reminded },
      body: {},
      reads: [now("request", at.of(reminded)), list("recipients", recipients(reminded))],
      writes: () => [together("3 recipients", ...[client, ...others].map((id) => at.part(reminded, `CLI#${id}`)))],
    },
    {
      route: "POST /v1/document-requests/{id}/links/{clientId}",
      pattern: "Get request, recipient, client at once; Put link",
      params: { id: request, clientId: client },
      reads: [now("request, recipient, client", at.of(request), at.part(request, `CLI#${client}`), at.of(client))],
      writes: ({ calls }) => [one("link", ...written(calls))],
    },
    {
      route: "DELETE /v1/document-requests/{id}/links/{clientId}",
      pattern: "Get request, recipient, client at once; Update recipient",
      params: { id: cancelled, clientId: client },
      reads: [now("request, recipient, client", at.of(cancelled), at.part(cancelled, `CLI#${client}`), at.of(client))],
      writes: () => [one("recipient", at.part(cancelled, `CLI#${client}`))],
    },
    {
      route: "POST /v1/document-requests/{id}/cancel",
      pattern: "Get request, Query its recipients at once; Put request",
      params: { id: cancelled },
      reads: [now("request", at.of(cancelled)), list("recipients", recipients(cancelled))],
      writes: () => [one("request", at.of(cancelled))],
    },
  ];

  const ofPages: Case[] = [
    {
      route: "GET /p/{token}/documents",
      pattern: "a request: Get link; request, recipient, account, client at once",
      as: "nobody",
      params: { token },
      reads: behindLink,
      because: linked,
    },
    {
      route: "GET /p/{token}",
      pattern: "subscriptions, a signed link: Get account, client and the address's fact at once",
      as: "nobody",
      params: { token: unsubscribe },
      reads: [now("client", at.of(client)), soon("account, fact", [at.self, fact])],
    },
    {
      route: "POST /p/{token}",
      pattern: "Get account, client and the address's fact at once; client, proof and fact in one transaction",
      as: "nobody",
      params: { token: unsubscribe },
      body: "List-Unsubscribe=One-Click",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      reads: [now("client", at.of(client)), soon("account, fact", [at.self, fact])],
      writes: ({ calls }) => [together("client, proof and fact", ...calls.flatMap((call) => call.keys))],
    },
    {
      route: "POST /p/{token}/documents/uploads",
      pattern: "as its page; form and the count of forms in one transaction",
      as: "nobody",
      params: { token },
      body: file,
      reads: behindLink,
      writes: ({ body }) => [together("form, recipient", at.of(idOf(body)), recipient)],
      because: linked,
    },
    {
      route: "GET /p/{token}/documents/uploads/{uploadId}",
      pattern: "as its page; Get form",
      as: "nobody",
      params: { token, uploadId: upload },
      reads: [...behindLink, now("form", at.of(upload))],
      because: linked,
    },
    {
      route: "POST /p/{token}/documents/uploads",
      pattern: "a large file: as its page, then Get form, which its content names; form and the count of forms",
      as: "nobody",
      params: { token },
      body: large,
      reads: [...behindLink, now("no such form", at.of(derivedId("upload", "none")))],
      writes: ({ body }) => [together("form, recipient", at.of(idOf(body)), recipient)],
      because: linked,
    },
    {
      route: "POST /p/{token}/documents/uploads/{uploadId}/parts",
      pattern: "as its page; Get form",
      as: "nobody",
      params: { token, uploadId: inParts },
      body: { parts: [{ number: 1, sha256: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" }] },
      reads: [...behindLink, now("form", at.of(inParts))],
      because: linked,
    },
    {
      route: "GET /p/{token}/documents/uploads/{uploadId}/parts",
      pattern: "as its page; Get form",
      as: "nobody",
      params: { token, uploadId: inParts },
      reads: [...behindLink, now("form", at.of(inParts))],
      because: linked,
    },
    {
      route: "POST /p/{token}/documents/uploads/{uploadId}/complete",
      pattern: "as its page; Get form, Update form",
      as: "nobody",
      params: { token, uploadId: sent },
      reads: [...behindLink, now("form", at.of(sent))],
      writes: () => [one("form", at.of(sent))],
      because: linked,
    },
    {
      route: "DELETE /p/{token}/documents/uploads/{uploadId}",
      pattern: "as its page; Get form, Delete form",
      as: "nobody",
      params: { token, uploadId: lost },
      reads: [...behindLink, now("form", at.of(lost))],
      writes: () => [one("form", at.of(lost))],
      because: linked,
    },
  ];

  const formerly = { token: newSecret(), uploadId: upload };
  const former: Case[] = [
    "GET /p/{token}",
    "POST /p/{token}",
    "POST /p/{token}/uploads",
    "GET /p/{token}/uploads/{uploadId}",
    "DELETE /p/{token}/uploads/{uploadId}",
    "POST /p/{token}/uploads/{uploadId}/parts",
    "GET /p/{token}/uploads/{uploadId}/parts",
    "POST /p/{token}/uploads/{uploadId}/complete",
  ].map((route) => ({ route, pattern: "a link of former days: –", as: "nobody", params: formerly }));

  return [...ofDocuments, ...ofRequests, ...ofPages, ...former];
};
