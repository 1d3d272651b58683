import { marshall } from "@aws-sdk/util-dynamodb";
import fc from "fast-check";
import { later } from "../../shared/clock.ts";
import { type Stored, toStored } from "../../shared/db/entity.ts";
import type { StreamRecord } from "../../shared/db/stream.ts";
import { type Client, clientNotes, clients } from "../../shared/entities/client.ts";
import type { ClientIndex } from "../../shared/entities/client-index.ts";
import { stampOf, stampOf02 } from "../../shared/entities/client-stamp.ts";
import { replaceByErased } from "../../shared/entities/erased-client.ts";
import { type AccountId, type ClientId, derivedId } from "../../shared/ids.ts";
import { storedClient } from "../../shared/projection/stored-client.ts";
import { aClient, anAccountId } from "./a-client.ts";
import { storedRecord, streamRecord } from "./stream.ts";

/** What somebody does to one of a few clients. */
export type Step = { client: number } & (
  | { do: "save"; content: Partial<Client> }
  | { do: "archive" | "restore" | "purge" | "note" }
);

export interface History {
  records: StreamRecord[];
  /** Those that are left in the end. */
  clients: Client[];
  /** What these are found by. @default as the rules of today say */
  indexOf?: (client: Client) => ClientIndex;
}

const CLIENTS = 4;
/** Few of each, so that clients share them, lose them and get them back. */
const name = fc.constantFrom("Noémie Côté", "Jean-Luc Van den Berghe", "Zoë", "O'Neill & Fils", "李小龍");
const tag = fc.constantFrom("VIP", "vip", "Été", "ete", "★", "fleet");
const member = fc.constantFrom("a", "b").map((who) => derivedId("member", who));

const content: fc.Arbitrary<Partial<Client>> = fc.record(
  {
    name,
    email: fc.constantFrom("a@garage.example", "b@garage.example", "c@gmail.com"),
    mobile: fc.constantFrom("+15145551212", "+32475123456"),
    company: fc.constantFrom("Garage Côté", "Zoë"),
    phones: fc.subarray(["+15145559999", "+15145558888"]).map((numbers) => numbers.map((number) => ({ number }))),
    tags: fc.uniqueArray(tag, { maxLength: 4 }),
    typeId: fc.constantFrom("p", "c").map((which) => derivedId("clientType", which)),
    assignedTo: fc.uniqueArray(member, { maxLength: 2 }),
    disabled: fc.boolean(),
    suppressed: fc.constantFrom("bounce" as const, "complaint" as const),
    subscriptions: fc.record({
      email: fc.record({ general: fc.boolean(), marketing: fc.boolean() }),
      sms: fc.record({ general: fc.boolean(), marketing: fc.boolean() }),
    }),
    indexed: fc.record({
      search: fc.subarray(["RO-12.5", "+15145557777", "someone@else.example"]),
      filter: fc.record({ plate: fc.subarray(["ABC 123", "-5", "5"]) }, { requiredKeys: [] }),
    }),
  },
  { requiredKeys: ["name"] },
);

const whose = { client: fc.nat(CLIENTS - 1) };

export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ ...whose, do: fc.constant("save" as const), content }) },
    {
      weight: 3,
      arbitrary: fc.record({ ...whose, do: fc.constantFrom("archive", "restore", "purge", "note") }),
    },
  ),
  { minLength: 1, maxLength: 25 },
);

/** Some versions are items of 0.2, which do not say what they are found by. */
const isOf02 = ({ version }: Client): boolean => version % 4 === 0;

const storedAs = (client: Client): Stored =>
  isOf02(client) ? toStored(clients, client) : storedClient(client, stampOf(client));

const indexOf = (client: Client): ClientIndex => (isOf02(client) ? stampOf02(client) : stampOf(client));

/** The stream that these steps leave; what cannot be done (archiving nobody) is not. */
export const historyOf = (taken: readonly Step[], accountId: AccountId = anAccountId): History => {
  const records: StreamRecord[] = [];
  const living = new Map<ClientId, Client>();
  let now = new Date("2026-03-02T15:00:00.000Z");

  const write = (id: ClientId, before: Client | undefined, after: Client | undefined) => {
    if (after) living.set(id, after);
    else living.delete(id);
    records.push(
      storedRecord(before && storedAs(before), after && storedAs(after), { number: records.length, at: now }),
    );
  };

  for (const step of taken) {
    now = later(now, 3600.001);
    const id = derivedId("client", String(step.client));
    const before = living.get(id);
    const revised = (own: Partial<Client>): Client =>
      aClient({ ...own, id, accountId, version: (before?.version ?? 0) + 1, updatedAt: now.toISOString() });
    if (step.do === "save") write(id, before, revised({ ...step.content, status: before?.status ?? "active" }));
    else if (!before) continue;
    else if (step.do === "archive") write(id, before, revised({ ...before, status: "archived" }));
    else if (step.do === "restore") write(id, before, revised({ ...before, status: "active" }));
    else if (step.do === "purge") {
      living.delete(id);
      records.push(erasedRecord(before, now, records.length));
    } else records.push(noteRecord(before, now, records.length));
  }
  return { records, clients: [...living.values()], indexOf };
};

const erasedRecord = (client: Client, now: Date, number: number): StreamRecord => {
  const { createdAt, createdBy, updatedBy, source, version } = client;
  const author = { version: version + 1, createdAt, createdBy, updatedAt: now.toISOString(), updatedBy, source };
  const write = replaceByErased(client, derivedId("erasure", client.id), author);
  const before = storedRecord(storedAs(client), undefined, { number, at: now });
  const after = write.do === "put" ? { NewImage: marshall(write.item, { removeUndefinedValues: true }) } : {};
  return { ...before, eventName: "MODIFY", dynamodb: { ...before.dynamodb, ...after } };
};

const noteRecord = (client: Client, now: Date, number: number): StreamRecord => {
  const { accountId, createdAt, createdBy, updatedBy, source } = client;
  const id = derivedId("note", String(number));
  const author = { id: createdBy, name: "Somebody" };
  const updatedAt = now.toISOString();
  const after = { id, accountId, clientId: client.id, body: "Called", author, version: 1, createdAt, createdBy };
  return streamRecord(clientNotes, { after: { ...after, updatedAt, updatedBy, source }, number, at: now });
};
