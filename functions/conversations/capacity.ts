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
  times,
  together,
  written,
} from "../../bench/capacity/case.ts";
import { partitions } from "../../shared/db/keys.ts";
import type { ClientId } from "../../shared/ids.ts";
import { CONVERSATIONS_OF_CLIENT, lists } from "./conversation.ts";
import { PARTS } from "./message.ts";

const MANY = 30;

/** What clients and the business write to each other. */
export const conversationCases = async ({ world, caller, make }: Setting): Promise<Case[]> => {
  const { account, ownerId } = caller;
  const at = places(account.id);
  const client = idOf(await make("POST /v1/clients", { body: { name: "Ida Roy", email: "ida.roy@example.org" } }));
  const body = { clientId: client, subject: "Your car" };
  const [read = "", told = "", noted = "", ...others] = (
    await times(MANY, () => make("POST /v1/conversations", { body: { ...body, assignedTo: ownerId } }))
  ).map(idOf);
  for (const id of others.slice(0, 2))
    await make("PATCH /v1/conversations/{id}", { params: { id }, body: { folder: "closed" } });
  await times(MANY, () =>
    make("POST /v1/conversations/{id}/messages", { params: { id: read }, body: { body: "Hello" } }),
  );
  await world.project();
  const page = (name: string, items = PAGE) => ({
    ...partitions.sortedList(account.id, "conversation", name),
    items,
    newestFirst: true,
  });
  const counter = (name: string) => ({ ...partitions.counter(account.id, `conversation#${name}`), items: 5 });
  const mark = { params: { id: read }, body: { read: false }, as: "person" as const };
  return [
    {
      route: "GET /v1/conversations",
      pattern: "Query `acc#LIST#conversation#open`, newest first",
      reads: [list("conversations", page(lists.folder("open")))],
    },
    {
      route: "GET /v1/conversations",
      pattern: "the same of whoever sees to them",
      query: { assignedTo: ownerId },
      reads: [list("conversations", page(lists.assigned("open", ownerId)))],
    },
    {
      route: "GET /v1/conversations",
      pattern: "Query the lists of open and closed ones side by side, merged",
      query: { folder: "all" },
      reads: [list("open", page(lists.folder("open"))), list("closed", page(lists.folder("closed")))],
    },
    {
      route: "GET /v1/conversations/count",
      pattern: "Query the counter of the list",
      query: { folder: "closed" },
      reads: [list("counter", counter("closed"))],
      check: ({ body }) => holdsCount(body, 2),
    },
    {
      route: "POST /v1/conversations",
      pattern: "Get client, member; Put",
      body: { ...body, assignedTo: ownerId },
      reads: [now("client, member", at.of(client), at.of(ownerId))],
      writes: ({ body }) => [one("conversation", at.of(idOf(body)))],
    },
    {
      route: "GET /v1/conversations/{id}",
      pattern: "Get conversation",
      params: { id: told },
      reads: [now("conversation", at.of(told))],
    },
    {
      route: "PATCH /v1/conversations/{id}",
      pattern: "Get conversation; Put guarded by its version",
      params: { id: told },
      body: { folder: "archived" },
      reads: [now("conversation", at.of(told))],
      writes: () => [one("conversation", at.of(told))],
    },
    {
      route: "GET /v1/conversations/{id}/messages",
      pattern: "Get conversation; Query `acc#cnv` / `PART#`, newest first",
      params: { id: read },
      reads: [now("conversation", at.of(read)), list("messages", at.partsOf(read, PARTS, PAGE, true))],
    },
    {
      route: "POST /v1/conversations/{id}/messages",
      pattern: "Get conversation, its client, what its address has said; both written in one transaction",
      params: { id: told },
      body: { body: "It is ready." },
      reads: [now("conversation, client", at.of(told), at.of(client))],
      writes: ({ calls }) => [together("message, conversation", ...written(calls))],
      because: "the client is known by the conversation, and its address by the client",
    },
    {
      route: "POST /v1/conversations/{id}/notes",
      pattern: "Get conversation; Put",
      params: { id: noted },
      body: { body: "Call back after 5 p.m." },
      reads: [now("conversation", at.of(noted))],
      writes: ({ calls }) => [one("note", ...written(calls))],
    },
    {
      route: "POST /v1/conversations/{id}/read",
      pattern: "Get conversation; Put guarded by its version",
      ...mark,
      reads: [now("conversation", at.of(read))],
      writes: () => [one("conversation", at.of(read))],
    },
    {
      route: "GET /v1/clients/{id}/conversations",
      pattern: "Get client; Query gsi1 `acc#cli` / `conversation#`, newest first",
      params: { id: client },
      reads: [
        now("client", at.of(client)),
        list("conversations", {
          ...partitions.ofClient(account.id, client as ClientId),
          items: PAGE,
          prefix: CONVERSATIONS_OF_CLIENT,
          newestFirst: true,
        }),
      ],
      check: holds(25),
    },
  ];
};

const holdsCount = (body: Record<string, unknown>, count: number): void => {
  if (body.count !== count) throw new Error(`Expected ${count} conversations, counted ${body.count}.`);
};
