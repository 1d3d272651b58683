import { keys, partitions } from "../../../shared/db/keys.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import { put, update } from "../../../shared/db/writes.ts";
import { campaignChunks, TALLY_SHARDS } from "../../../shared/entities/campaign-chunk.ts";
import { campaignKeys } from "../../../shared/entities/campaign-keys.ts";
import { type Document, documents } from "../../../shared/entities/document.ts";
import { sealCampaignLink } from "../../../shared/entities/engagement.ts";
import { facetsOf } from "../../../shared/entities/facet.ts";
import { type ClientId, type Id, ulids } from "../../../shared/ids.ts";
import {
  type Case,
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
const REACHED = 60;
/** Enough to tell whether a page of recipients reads more of them than its own. */
const CHUNKS = 100;
const refusesFirst = "the campaign is read first, to refuse with 404 or 409 before anything is read for it";
const abTest = { subjects: ["Spring", "Summer"], samplePercent: 20, waitMinutes: 60, metric: "viewed" };
const content = {
  subject: "Spring",
  title: "Spring check",
  body: "Hello {client_first_name|there}, **come by**.",
  buttonLabel: "Book",
};

/** Campaigns: drafts, and one that is on its way to sixty people. */
export const campaignCases = async ({ world, caller, make }: Setting): Promise<Case[]> => {
  const { account } = caller;
  const at = places(account.id);
  const db = world.table.of(account.id);
  const people = await times(REACHED, async (number) =>
    idOf(
      await make("POST /v1/clients", {
        body: {
          name: `Reached ${100 + number}`,
          email: `reached-${100 + number}@example.org`,
          tags: ["Reached"],
          subscriptions: { email: { marketing: true } },
        },
      }),
    ),
  );
  await world.project();
  const campaign = {
    name: "Spring",
    channel: "email",
    callToAction: { kind: "link", url: "https://example.org/book" },
    content,
    audience: { filter: { tag: "Reached" } },
  };
  const drafts = (await times(MANY, () => make("POST /v1/campaigns", { body: campaign }))).map(idOf);
  const [draft = "", changed = "", deleted = "", sent = "", paused = "", resumed = "", cancelled = "", reached = ""] =
    drafts;
  const [over = "", tried = ""] = drafts.slice(8);
  const inState = (id: string, status: string) => update(at.of(id), { set: { status, round: 1 } });
  await db.commit([
    inState(paused, "sending"),
    inState(resumed, "paused"),
    inState(cancelled, "sending"),
    inState(reached, "sending"),
    inState(over, "finished"),
    update(at.of(tried), { set: { status: "sending", round: 1, abTest, testState: "waiting" } }),
  ]);
  const segment = `campaigns/${account.id}/${reached}/segment.txt`;
  world.keepObject("files", segment, people.map((id) => `${id} fr\n`).join(""));
  await db.writeBatch(
    Array.from({ length: CHUNKS }, (_, number) =>
      put(campaignChunks, {
        accountId: account.id,
        campaignId: reached as Id<"campaign">,
        number,
        language: "fr",
        segment,
        offset: number === 0 ? 0 : 10,
        size: 50,
        state: "sent",
        attempt: 1,
        outcome: "s".repeat(50),
        seen: "00".repeat(50),
        seenVersion: 0,
      }),
    ),
  );

  const [first = ""] = people;
  const [picture, logo] = [await aPicture(db), await aPicture(db, { use: "logo" })];
  const leading = idOf(
    await make("POST /v1/campaigns", {
      body: {
        ...campaign,
        callToAction: { kind: "book", url: "https://example.org/book" },
        content: { ...content, imageDocumentId: picture },
      },
    }),
  );
  await make("POST /v1/campaigns/{id}/send", { params: { id: leading }, body: {} });
  const link = sealCampaignLink(
    {
      accountId: account.id,
      campaignId: leading as Id<"campaign">,
      clientId: first as ClientId,
      chunk: 0,
      recipient: 0,
    },
    "a key for measurements",
  );
  const template = (id: string) => campaignKeys.template(account.id, id as Id<"campaign">);
  const accountKey = keys.account(account.id);
  const run = (id: string) => list("run", at.partsOf(id, "RUN#", TALLY_SHARDS + 2));
  const { field, value } = facetsOf("active").tag("reached");
  const facts = list("facts", { ...partitions.addressFacts(account.id), items: 5001 });
  const both = (id: string) => together("campaign and e-mail", at.of(id), template(id));
  const steered = (action: string, id: string): Case => ({
    route: `POST /v1/campaigns/{id}/${action}`,
    pattern: "Get campaign, Query its run, Put campaign",
    params: { id },
    reads: [now("campaign", at.of(id)), run(id)],
    writes: () => [one("campaign", at.of(id))],
    because: refusesFirst,
  });

  return [
    {
      route: "GET /v1/campaigns",
      pattern: "Query gsi2, backwards",
      reads: [list("campaigns", at.page("CAMPAIGNS", PAGE, true))],
    },
    {
      route: "POST /v1/campaigns",
      pattern: "Put campaign",
      body: campaign,
      writes: ({ body }) => [one("campaign", at.of(idOf(body)))],
    },
    {
      route: "GET /v1/campaigns/{id}",
      pattern: "Get campaign; Query its run: at once",
      params: { id: draft },
      reads: [now("campaign", at.of(draft)), run(draft)],
    },
    {
      route: "PATCH /v1/campaigns/{id}",
      pattern: "Get campaign, Put campaign",
      params: { id: changed },
      body: { name: "Summer" },
      reads: [now("campaign", at.of(changed))],
      writes: () => [one("campaign", at.of(changed))],
    },
    {
      route: "DELETE /v1/campaigns/{id}",
      pattern: "Get campaign; Delete both in one transaction",
      params: { id: deleted },
      reads: [now("campaign", at.of(deleted))],
      writes: () => [both(deleted)],
    },
    {
      route: "POST /v1/campaigns/{id}/preview",
      pattern: "Get campaign; Get account and client at once",
      params: { id: draft },
      body: { clientId: first },
      reads: [now("campaign, account, client", at.of(draft), accountKey, at.of(first))],
      because: refusesFirst,
    },
    {
      route: "POST /v1/campaigns/{id}/test",
      pattern: "Get campaign; Query members and Get client at once; Put test",
      as: "person",
      params: { id: draft },
      body: { clientId: first },
      reads: [now("campaign, client", at.of(draft), at.of(first)), list("members", at.page("MEMBERS", 501))],
      writes: ({ calls }) => [one("test", ...calls.flatMap((call) => call.keys))],
      because: refusesFirst,
    },
    {
      route: "POST /v1/campaigns/{id}/audience",
      pattern: "Get campaign; Query what addresses have said, then the first of the audience",
      params: { id: draft },
      reads: [
        now("campaign", at.of(draft)),
        facts,
        list("entries", { ...partitions.facet(account.id, field, value), items: 8001 }),
      ],
      because: "whom to count is said by the campaign, so they are read after it",
    },
    {
      route: "POST /v1/campaigns/{id}/audience",
      pattern: "`exact`: Get campaign; Put job",
      params: { id: draft },
      body: { exact: true },
      reads: [now("campaign", at.of(draft))],
      writes: ({ calls }) => [one("job", ...written(calls))],
    },
    {
      route: "POST /v1/campaigns/{id}/send",
      pattern:
        "Get campaign and account at once; the first of the audience and what the address of one has said, to find one who gets it; campaign and compiled e-mail in one transaction",
      params: { id: sent },
      reads: [
        now("campaign, account", at.of(sent), accountKey),
        list("entries", { ...partitions.facet(account.id, field, value), items: 11 }),
        list("fact", { ...partitions.addressFacts(account.id), items: 1 }),
      ],
      writes: () => [both(sent)],
      because: "whom to look for is said by the campaign, and whose address is looked at by the list",
    },
    {
      route: "POST /v1/campaigns/{id}/resend",
      pattern: "Get campaign and account at once; the new one, its e-mail and the first one in one transaction",
      params: { id: over },
      body: { to: "not_opened" },
      reads: [now("campaign, account", at.of(over), accountKey)],
      writes: ({ body }) => [
        together("both campaigns and e-mail", at.of(idOf(body)), template(idOf(body)), at.of(over)),
      ],
    },
    {
      route: "POST /v1/campaigns/{id}/winner",
      pattern: "Get campaign, Query its run; campaign and its timer in one transaction",
      params: { id: tried },
      body: { subject: 1 },
      reads: [now("campaign", at.of(tried)), run(tried)],
      writes: () => [together("campaign and timer", at.of(tried), at.part(tried, "TIMER#campaign.pick_winner"))],
      because: refusesFirst,
    },
    {
      route: "GET /c/{token}",
      pattern: "a signed link: Get compiled e-mail and client at once",
      as: "nobody",
      params: { token: link },
      reads: [now("e-mail, client", template(leading), at.of(first))],
    },
    {
      route: "GET /i/{token}",
      pattern: "Get campaign and document at once",
      as: "nobody",
      params: { token: `${account.id}.${leading}.${picture}` },
      reads: [now("campaign, document", at.of(leading), at.of(picture))],
    },
    {
      route: "GET /i/{token}",
      pattern: "a logo: Get document",
      as: "nobody",
      params: { token: `${account.id}.${logo}` },
      reads: [now("document", at.of(logo))],
    },
    steered("pause", paused),
    {
      route: "POST /v1/campaigns/{id}/resume",
      pattern: "Get campaign; Get account and Query its run at once; campaign and compiled e-mail in one transaction",
      params: { id: resumed },
      reads: [now("campaign, account", at.of(resumed), accountKey), run(resumed)],
      writes: () => [both(resumed)],
      because: refusesFirst,
    },
    steered("cancel", cancelled),
    {
      route: "GET /v1/campaigns/{id}/stats",
      pattern: "Get campaign; Query its run: at once",
      params: { id: reached },
      reads: [now("campaign", at.of(reached)), run(reached)],
    },
    {
      route: "GET /v1/campaigns/{id}/recipients",
      pattern: "Get campaign; Query its chunks; an object; BatchGet clients",
      params: { id: reached },
      reads: [
        now("campaign", at.of(reached)),
        list("chunks", at.partsOf(reached, "CHUNK#", 1)),
        soon("25 clients", people.slice(0, SHOWN).map(at.of)),
      ],
      because: "who stands in a chunk is said by its object, so they are read after it",
    },
  ];
};

/** A picture of the library, as if it had been uploaded and found clean. */
const aPicture = async (db: AccountTable, use: Pick<Document, "use"> = {}): Promise<string> => {
  const id = ulids.next("document");
  const at = "2026-03-01T10:00:00.000Z";
  await db.commit([
    put(documents, {
      id,
      accountId: db.accountId,
      origin: "staff",
      fileName: "spring.png",
      contentType: "image/png",
      status: "clean",
      visibility: "internal",
      uploadId: ulids.next("upload"),
      key: "spring.png",
      ...use,
      version: 1,
      createdAt: at,
      createdBy: "bench",
      updatedAt: at,
      updatedBy: "bench",
      source: "api",
    }),
  ]);
  return id;
};
