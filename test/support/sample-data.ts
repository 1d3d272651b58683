import { kinds } from "../../functions/kinds.ts";
import { declaredSamples } from "./declared-samples.ts";
import { sampleFiles } from "./files.ts";
import { until } from "./until.ts";
import { uploadFile } from "./upload.ts";

/** One of everything that an account can have, made through the API; what it says carries a name to look for in leaks. */
export interface SampleData {
  apiKey: string;
  /** By the kind of id. */
  ids: Readonly<Record<string, string>>;
  /** A cursor of one of its lists. */
  anyCursor: string;
}

export const sampleDataOf = async (url: string, apiKey: string, name: string): Promise<SampleData> => {
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
    webhook,
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
    call("POST", "/webhooks", { url: "http://127.0.0.1:9/hooks", description: name, eventTypes: ["campaign.*"] }),
  ]);
  const delivery = await call("POST", `/webhooks/${id(webhook)}/test`);
  const ids = {
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
    webhook: id(webhook),
    delivery: id(delivery),
    job: String((bulk.job as { id: string }).id),
  };
  const declared = await declaredSamples(call, name, idIn, ids);
  return { apiKey, anyCursor: String(page.nextCursor), ids: { ...ids, ...declared } };
};

/** What `{id}` stands for depends on the collection before it; other parameters are named after their kind. */
const collections: Record<string, string> = {
  ...Object.fromEntries([...kinds.values()].flatMap(({ ids }) => (ids ? [[ids.path, ids.kind]] : []))),
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
  webhooks: "webhook",
};

/** @throws Error for a parameter that the matrix does not know: a new collection must join it */
export const idOf = ({ ids }: SampleData, path: string, parameter: string): string => idIn(ids, path, parameter);

const idIn = (ids: Readonly<Record<string, string>>, path: string, parameter: string): string => {
  if (parameter === "tag") return "Zebulon";
  if (parameter === "number") return "1";
  if (parameter === "noteId") return (path.includes("/comments/") ? ids.comment : ids.note) ?? "";
  const named = parameter.endsWith("Id") ? ids[parameter.slice(0, -"Id".length)] : undefined;
  const id = parameter === "id" ? ids[collections[path.split("/")[2] ?? ""] ?? ""] : named;
  if (!id) throw new Error(`The tenant matrix has nothing for {${parameter}} in ${path}.`);
  return id;
};
