import { type Client, createClientele, ProblemError, TimeoutError } from "@clientele/client";

// What a partner might write: compiled and run in an empty project by the test beside it.
declare const settings: { baseUrl: string; token: string };

let sent = 0;
/** A connection that breaks after the first request has arrived. */
const lossy = async (request: Request): Promise<Response> => {
  const response = await fetch(request);
  sent += 1;
  if (sent > 1) return response;
  await response.body?.cancel();
  throw new TypeError("fetch failed");
};

const clientele = createClientele({ ...settings, language: "fr-CA" });
const name = `Partenaire ${crypto.randomUUID()}`;

const types = await clientele.clients.listTypes().toArray(100);
const type = types.find(({ sections }) => sections.some(({ fields }) => fields.some(({ key }) => key === "plate")));
const created: Client = await createClientele({ ...settings, fetch: lossy }).clients.create({
  body: {
    name,
    email: "partenaire@example.org",
    typeId: type?.id ?? "",
    fields: { plate: "PKG 001" },
    tags: ["Colis", "Été"],
  },
});
const eventually = async <T>(look: () => Promise<T>, until: (seen: T) => boolean): Promise<T> => {
  const end = Date.now() + 20_000;
  for (;;) {
    const seen = await look();
    if (until(seen) || Date.now() > end) return seen;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

const found = await eventually(
  () => clientele.clients.list({ query: { tag: ["Colis", "été"], "field.plate": "PKG 001", limit: 1 } }).toArray(),
  (clients) => clients.length > 0,
);
const say = (what: string, value: unknown): void => {
  console.log(JSON.stringify({ [what]: value }));
};

say("sent", sent);
say(
  "found",
  found.map((client) => client.name === name && client.id === created.id),
);

const everybody = await clientele.clients.list({ query: { limit: 3 } }).toArray();
const pages: number[] = [];
for await (const page of clientele.clients.list({ query: { limit: 3 } }).pages()) pages.push(page.data.length);
const { count } = await clientele.clients.count();
say(
  "all pages",
  everybody.length === count && pages.reduce((sum, size) => sum + size, 0) === count && pages.length > 1,
);

const refused = await clientele.clients.create({ body: { name, email: "pas une adresse" } }).catch((error) => error);
say("problem", refused instanceof ProblemError && [refused.status, refused.code, refused.at("email") !== undefined]);
const unknown = await clientele.clients.list({ query: { "field.nope": "x" } }).catch((error) => error);
say("filter", unknown instanceof ProblemError && unknown.errors.map(({ pointer }) => pointer));

const impatient = await clientele.clients.get({ id: created.id, totalTimeout: 1 }).catch((error) => error);
say("timeout", impatient instanceof TimeoutError);

const { data, headers } = await clientele.clients.get({ id: created.id }).withResponse();
const changed = await clientele.clients.update({
  id: created.id,
  ifMatch: headers.get("etag") ?? "",
  body: { note: "Vu" },
});
const stale = await clientele.clients
  .update({ id: created.id, ifMatch: data.version, body: { note: "Revu" } })
  .catch((error) => error.code);
say("versions", [changed?.note, stale]);

// The table refuses so many writes that the API says 503 once, and when to come again.
const refusals = {
  service: "dynamodb",
  mode: "throttle",
  operation: "TransactWriteItems",
  function: "Clients",
  count: 6,
};
await fetch(`${settings.baseUrl}/_local/faults`, { method: "POST", body: JSON.stringify(refusals) });
const statuses: number[] = [];
const watched = async (request: Request): Promise<Response> => {
  const response = await fetch(request);
  statuses.push(response.status);
  return response;
};
await createClientele({ ...settings, fetch: watched }).clients.create({ body: { name: `${name}, encore` } });
say("busy", [statuses[0], statuses.at(-1)]);

// What the compiler must refuse.
export const mistakes = () => [
  // @ts-expect-error there is no such filter
  clientele.clients.list({ query: { colour: "red" } }),
  // @ts-expect-error an order that does not exist
  clientele.clients.list({ query: { sort: "age" } }),
  // @ts-expect-error a body is missing
  clientele.clients.addNote({ id: "cli_1" }),
  // @ts-expect-error a field that does not exist
  clientele.clients.create({ body: { name: "x", nom: "y" } }),
  // @ts-expect-error an id is missing
  clientele.clients.get(),
  // @ts-expect-error reads take no version
  clientele.clients.get({ id: "cli_1", ifMatch: 3 }),
];
