import type { IdKind } from "../../shared/ids.ts";
import { sampleFiles } from "./files.ts";
import { until } from "./until.ts";
import { uploadFile } from "./upload.ts";

/** One of everything that an account can have, made through the API; what it says carries a name to look for in leaks. */
export interface Belongings {
  apiKey: string;
  ids: Partial<Record<IdKind, string>>;
  /** A cursor of one of its lists. */
  anyCursor: string;
}

export const belongingsOf = async (url: string, apiKey: string, name: string): Promise<Belongings> => {
  const call = async (method: string, path: string, body?: unknown): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${url}/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status} ${text}`);
    return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
  };
  const id = (made: Record<string, unknown>): string => String(made.id);

  const client = await call("POST", "/clients", {
    name: `${name} client`,
    email: `${name.toLowerCase()}@example.org`,
    tags: [name],
    addresses: [{ city: name }],
    subscriptions: { email: { general: true, marketing: true } },
  });
  const other = id(await call("POST", "/clients", { name: `${name} second client` }));
  const clientId = id(client);
  const leaving = id(await call("POST", "/clients", { name: `${name} leaving client` }));
  const addresses = client.addresses as { id: string }[];
  const email = `${name.toLowerCase()}-${Date.now()}@example.org`;
  const pdf = { fileName: `${name}.pdf`, contentType: "application/pdf", size: sampleFiles.pdf.length };
  /** With its file, and shared with the client. */
  const aDocument = async () => {
    const made = await call("POST", "/documents", pdf);
    await uploadFile(made.upload as Parameters<typeof uploadFile>[0], sampleFiles.pdf);
    const isClean = async () => (await call("GET", `/documents/${made.id}`)).status === "clean";
    await until(isClean, "the document's file was looked at");
    await call("POST", `/documents/${made.id}/share`, { clientIds: [clientId], message: name });
    return made;
  };
  const attachment = await call("POST", `/clients/${clientId}/attachments`, pdf);
  const [
    note,
    comment,
    clientType,
    member,
    invitation,
    team,
    key,
    document,
    request,
    campaign,
    importing,
    exporting,
    bulk,
    page,
    erasing,
    account,
  ] = await Promise.all([
    call("POST", `/clients/${clientId}/notes`, { body: `${name} note` }),
    call("POST", `/clients/${clientId}/comments`, { body: `${name} comment` }),
    call("POST", "/client-types", { name: `${name} type` }),
    call("POST", "/members", { email, name: `${name} member`, role: "staff" }),
    call("POST", "/invitations", { email: `invited-${email}`, name: `${name} invited`, role: "staff" }),
    call("POST", "/teams", { name: `${name} team` }),
    call("POST", "/api-keys", { name: `${name} key`, scopes: ["clients:read"] }),
    aDocument(),
    call("POST", "/document-requests", { clientIds: [clientId], title: `${name} request`, items: [{ label: name }] }),
    call("POST", "/campaigns", {
      name: `${name} campaign`,
      channel: "email",
      callToAction: { kind: "link", url: "https://example.org", label: "Go" },
      content: { subject: name, title: name, body: name, buttonLabel: name },
      audience: { filter: { tag: name } },
    }),
    call("POST", "/imports", { kind: "clients", fileName: `${name}.csv` }),
    call("POST", "/exports", { kind: "clients" }),
    call("POST", "/clients/bulk", { selection: { clientIds: [other] }, action: { kind: "tag", tag: name } }),
    call("GET", "/clients?limit=1"),
    call("POST", `/clients/${leaving}/erase`),
    call("GET", "/account"),
  ]);
  return {
    apiKey,
    anyCursor: String(page.nextCursor),
    ids: {
      account: id(account),
      client: clientId,
      location: String(addresses[0]?.id),
      note: id(note),
      comment: id(comment),
      attachment: id(attachment),
      clientType: id(clientType),
      member: id(member),
      invitation: id(invitation),
      team: id(team),
      apiKey: id(key),
      document: id(document),
      documentRequest: id(request),
      campaign: id(campaign),
      import: id(importing),
      export: id(exporting),
      erasure: String(erasing.erasureId),
      job: String((bulk.job as { id: string }).id),
    },
  };
};

/** What `{id}` stands for depends on the collection before it; other parameters are named after their kind. */
const collections: Record<string, IdKind> = {
  clients: "client",
  "client-types": "clientType",
  members: "member",
  invitations: "invitation",
  teams: "team",
  "api-keys": "apiKey",
  documents: "document",
  "document-requests": "documentRequest",
  campaigns: "campaign",
  imports: "import",
  exports: "export",
  erasures: "erasure",
  jobs: "job",
};

/** @throws Error for a parameter that the matrix does not know: a new collection must join it */
export const idOf = ({ ids }: Belongings, path: string, parameter: string): string => {
  if (parameter === "tag") return "Zebulon";
  if (parameter === "noteId") return (path.includes("/comments/") ? ids.comment : ids.note) ?? "";
  if (parameter === "locationId") return ids.location ?? "";
  if (parameter === "attachmentId") return ids.attachment ?? "";
  if (parameter === "accountId") return ids.account ?? "";
  if (parameter === "clientId") return ids.client ?? "";
  if (parameter === "number") return "1";
  const collection = path.split("/")[2] ?? "";
  const kind = parameter === "id" ? collections[collection] : undefined;
  const id = kind && ids[kind];
  if (!id) throw new Error(`The tenant matrix has nothing for {${parameter}} in ${path}.`);
  return id;
};
