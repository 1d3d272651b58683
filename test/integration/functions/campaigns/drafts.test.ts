import { describe, expect, it } from "vitest";
import { routes } from "../../../../functions/campaigns/manifest.ts";
import { ulids } from "../../../../shared/ids.ts";
import { aMember, anAccount } from "../../../support/actors.ts";
import { call } from "../../../support/call.ts";
import { campaignsFeature } from "./feature.ts";

const { table, handler, someClients } = await campaignsFeature();

const draft = {
  name: "Pneus d'hiver",
  channel: "email",
  callToAction: { kind: "link", url: "https://garage.example/rendez-vous", label: "Réserver" },
  content: { subject: "Bonjour {client_first_name|à vous}", title: "L'hiver", body: "Réservez **maintenant**." },
  audience: { filter: { tag: "VIP" } },
  optedInOnly: true,
};

type Headers = Record<string, string>;
const create = (headers: Headers, body: Record<string, unknown> = {}) =>
  call(handler, routes.create, { headers, body: { ...draft, ...body } });
const get = (headers: Headers, id: string) => call(handler, routes.get, { headers, params: { id } });
const patch = (headers: Headers, id: string, body: unknown) =>
  call(handler, routes.update, { headers, params: { id }, body });
const send = (headers: Headers, id: string) => call(handler, routes.send, { headers, params: { id }, body: {} });

describe("a campaign's draft", () => {
  it("is written, read and listed newest first", async () => {
    const { headers } = await anAccount(table);
    const first = await create(headers);
    expect(first).toMatchObject({ status: 201, headers: { etag: '"1"' }, body: { ...draft, status: "draft" } });
    expect(first.body.stats).toMatchObject({ recipients: 0, sent: 0, delivered: 0, unknown: 0 });
    expect((await get(headers, first.body.id)).body).toEqual(first.body);
    const second = await create(headers, { name: "Autre" });
    const { body } = await call(handler, routes.list, { headers });
    expect(body.data.map(({ id }) => id)).toEqual([second.body.id, first.body.id]);
  });

  it("may be made with the caller's own id, as often as it likes", async () => {
    const { headers } = await anAccount(table);
    const id = ulids.next("campaign");
    expect((await create(headers, { id })).body.id).toBe(id);
    expect((await create(headers, { id })).status).toBe(201);
    expect((await create(headers, { id, name: "Autre" })).status).toBe(409);
  });

  it("is changed by a merge patch, its audience as a whole", async () => {
    const { headers } = await anAccount(table);
    const { id } = (await create(headers)).body;
    const { body } = await patch(headers, id, {
      content: { title: null, subject: "Nouveau" },
      audience: { all: true },
      callToAction: null,
    });
    expect(body).toMatchObject({ version: 2, audience: { all: true }, content: { subject: "Nouveau" } });
    expect(body.content).not.toHaveProperty("title");
    expect(body).not.toHaveProperty("callToAction");
    expect((await get(headers, id)).body).toEqual(body);
  });

  it("answers 412 to a change of another version", async () => {
    const { headers } = await anAccount(table);
    const { id } = (await create(headers)).body;
    await patch(headers, id, { name: "Une fois" });
    const stale = await patch({ ...headers, "if-match": '"1"' }, id, { name: "Deux fois" });
    expect(stale.status).toBe(412);
  });

  it("is deleted", async () => {
    const { headers } = await anAccount(table);
    const { id } = (await create(headers)).body;
    expect((await call(handler, routes.remove, { headers, params: { id } })).status).toBe(204);
    expect((await get(headers, id)).status).toBe(404);
  });

  it("names clients, types and members of its own account only", async () => {
    const [ours, theirs] = [await anAccount(table), await anAccount(table)];
    const [foreign] = await someClients(theirs.account.id, 1, [{ id: ulids.next("client") }]);
    const { member } = await aMember(table, theirs.account);
    expect((await create(ours.headers, { audience: { clientIds: [foreign?.id] } })).status).toBe(404);
    for (const filter of [{ assignedTo: member.id }, { type: ulids.next("clientType") }])
      expect((await create(ours.headers, { audience: { filter } })).status).toBe(422);
    const { id } = (await create(theirs.headers)).body;
    expect((await get(ours.headers, id)).status).toBe(404);
    expect((await send(ours.headers, id)).status).toBe(404);
  });

  it("is told every mistake with its place", async () => {
    const { headers } = await anAccount(table);
    const answer = await create(headers, { audience: { filter: {} } });
    expect(answer.problem.errors).toEqual([expect.objectContaining({ pointer: "/audience/filter" })]);
    const { id } = (await create(headers, { content: {}, audience: undefined })).body;
    const sent = await send(headers, id);
    expect(sent.status).toBe(422);
    expect(sent.problem.errors?.map(({ pointer }) => pointer)).toEqual([
      "/audience",
      "/content/subject",
      "/content/body",
    ]);
  });

  it("is shown as a client would get it", async () => {
    const { account, headers } = await anAccount(table);
    const [client] = await someClients(account.id, 1, [{ id: ulids.next("client"), firstName: "Zoé", language: "en" }]);
    const { id } = (await create(headers)).body;
    const preview = (body: object) => call(handler, routes.preview, { headers, params: { id }, body });
    expect((await preview({})).body).toMatchObject({ language: "fr", subject: "Bonjour à vous" });
    expect((await preview({ clientId: client?.id })).body).toMatchObject({
      language: "en",
      subject: "Bonjour Zoé",
      html: expect.stringContaining("<strong>maintenant</strong>"),
      text: expect.stringContaining("Réservez maintenant."),
    });
  });

  it("is tested on members of the account only", async () => {
    const { account, headers } = await anAccount(table);
    const luc = await aMember(table, account, { email: "luc@garage.example" });
    const { id } = (await create(headers)).body;
    const test = (body: object, as: Headers = headers) =>
      call(handler, routes.test, { headers: as, params: { id }, body });
    expect(await test({}, luc.headers)).toMatchObject({ status: 202, body: { to: "luc@garage.example" } });
    expect(await test({ to: "Luc@garage.example" })).toMatchObject({ status: 202 });
    expect((await test({ to: "stranger@example.org" })).status).toBe(422);
  });
});

describe("the start of a campaign", () => {
  it("happens once, however many ask for it", async () => {
    const { headers } = await anAccount(table);
    const { id } = (await create(headers)).body;
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => send(headers, id)));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409, 409, 409]);
    expect((await get(headers, id)).body).toMatchObject({ status: "sending", version: 2 });
    expect((await patch(headers, id, { name: "Trop tard" })).status).toBe(409);
    expect((await call(handler, routes.remove, { headers, params: { id } })).status).toBe(409);
  });

  it("can be paused, resumed and cancelled, each from where that makes sense", async () => {
    const { headers } = await anAccount(table);
    const { id } = (await create(headers)).body;
    const steer = async (what: "pause" | "resume" | "cancel") => {
      const { status } = await call(handler, routes[what], { headers, params: { id }, body: {} });
      return status < 300 ? (await get(headers, id)).body.status : status;
    };
    expect(await steer("pause")).toBe(409);
    await send(headers, id);
    expect(await steer("resume")).toBe(409);
    expect(await steer("pause")).toBe("paused");
    expect((await get(headers, id)).body.pauseReason).toBe("asked");
    expect(await steer("resume")).toBe("sending");
    expect((await get(headers, id)).body).not.toHaveProperty("pauseReason");
    expect(await steer("cancel")).toBe("cancelled");
    expect(await steer("resume")).toBe(409);
  });
});

describe("what a campaign warns of when it is sent", () => {
  it.each([
    ["a missing postal address", {}, ["no_postal_address"]],
    ["nothing where the business has one", { postalAddress: "12, rue Principale\nGatineau (Québec) J8X 1A1" }, []],
  ])("is %s", async (_, given, warnings) => {
    const { account, headers } = await anAccount(table, given);
    await someClients(account.id, 1);
    const { id } = (await create(headers)).body;
    expect(await send(headers, id)).toMatchObject({ status: 202, body: { warnings } });
  });
});

describe("the summary of an audience", () => {
  const summary = async (headers: Headers, body: Record<string, unknown>) => {
    const { id } = (await create(headers, body)).body;
    return (await call(handler, routes.audience, { headers, params: { id }, body: {} })).body;
  };
  const off = { email: { general: true, marketing: false }, sms: { general: true, marketing: false } };
  const never = { email: { general: false, marketing: false }, sms: { general: true, marketing: false } };
  const people = [
    {},
    { subscriptions: off },
    { subscriptions: never },
    { email: undefined },
    { suppressed: "bounce" as const },
    { tags: ["autre"] },
    { status: "archived" as const },
    { disabled: true },
    { mobile: "+15145550100" },
  ];

  it("counts who gets it and why others do not, from the list of a tag alone", async () => {
    const { account, headers } = await anAccount(table);
    await someClients(account.id, people.length, people);
    expect(await summary(headers, {})).toMatchObject({
      matched: 6,
      included: 2,
      excluded: expect.arrayContaining([
        { reason: "never_opted_in", count: 1 },
        { reason: "unsubscribed", count: 1 },
        { reason: "no_address", count: 1 },
        { reason: "suppressed", count: 1 },
      ]),
      warnings: ["no_postal_address"],
    });
  });

  it("tells those who never agreed from those who refused, when not only the former are left out", async () => {
    const { account, headers } = await anAccount(table);
    const refused = { subscriptions: off, marketingRefusedAt: "2026-03-01T10:00:00.000Z" };
    await someClients(account.id, people.length + 1, [...people, refused]);
    expect(await summary(headers, { optedInOnly: false })).toMatchObject({
      included: 3,
      excluded: expect.arrayContaining([{ reason: "unsubscribed", count: 2 }]),
    });
  });

  it("combines filters, and takes chosen clients whatever list they stand in", async () => {
    const { account, headers } = await anAccount(table);
    const clients = await someClients(account.id, people.length, people);
    expect(await summary(headers, { audience: { filter: { tag: "vip", mobile: "with" } } })).toMatchObject({
      matched: 1,
    });
    expect(await summary(headers, { audience: { all: true } })).toMatchObject({ matched: 7 });
    expect(await summary(headers, { audience: { clientIds: clients.map(({ id }) => id) } })).toMatchObject({
      matched: 9,
      included: 3,
      excluded: expect.arrayContaining([
        { reason: "archived", count: 1 },
        { reason: "disabled", count: 1 },
      ]),
    });
  });
});
