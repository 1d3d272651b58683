import { describe, expect, it } from "vitest";
import { routes } from "../../../../functions/campaigns/manifest.ts";
import { put } from "../../../../shared/db/writes.ts";
import { type Document, documents } from "../../../../shared/entities/document.ts";
import { sealCampaignLink } from "../../../../shared/entities/engagement.ts";
import { type AccountId, type ClientId, type Id, ulids } from "../../../../shared/ids.ts";
import { anAccount } from "../../../support/actors.ts";
import { call } from "../../../support/call.ts";
import { fill } from "../../../support/campaigns/scenario.ts";
import { campaignsFeature } from "./feature.ts";

const { table, deps, handler, someClients } = await campaignsFeature();

const written = {
  name: "Pneus",
  channel: "email",
  callToAction: { kind: "book", url: "https://garage.example/rdv?nom={client_full_name}&x=1" },
  content: { subject: "Pneus", title: "L'hiver", body: "Réservez." },
};

const create = (headers: Record<string, string>, body: object = {}) =>
  call(handler, routes.create, { headers, body: { ...written, ...body } });

const picture = async (accountId: AccountId, given: Partial<Document> = {}): Promise<Document> => {
  const at = "2026-03-01T10:00:00.000Z";
  const document: Document = {
    id: ulids.next("document"),
    accountId,
    origin: "staff",
    fileName: "pneus.png",
    contentType: "image/png",
    status: "clean",
    visibility: "internal",
    uploadId: ulids.next("upload"),
    key: "the/key.png",
    version: 1,
    createdAt: at,
    createdBy: "test",
    updatedAt: at,
    updatedBy: "test",
    source: "api",
    ...given,
  };
  await fill(table, accountId, [put(documents, document)]);
  return document;
};

describe("the button of a campaign", () => {
  const scene = async (url = written.callToAction.url) => {
    const { account, headers } = await anAccount(table);
    const [client] = await someClients(account.id, 1, [
      { id: ulids.next("client"), firstName: "Zoé", lastName: "Roy" },
    ]);
    const { id } = (await create(headers, { callToAction: { kind: "book", url }, audience: { all: true } })).body;
    await call(handler, routes.send, { headers, params: { id }, body: {} });
    const place = {
      accountId: account.id,
      campaignId: id as Id<"campaign">,
      clientId: client?.id ?? ("cli_none" as ClientId),
      chunk: 0,
      recipient: 0,
    };
    const token = sealCampaignLink(place, await deps.signingKey());
    return { token, place, follow: (by = token) => call(handler, routes.follow, { params: { token: by } }) };
  };

  it("leads to the call to action, with the client's attributes, and keeps the visit in a cookie", async () => {
    const { follow } = await scene();
    const answer = await follow();
    expect(answer).toMatchObject({ status: 302, text: "" });
    expect(answer.headers.location).toBe("https://garage.example/rdv?nom=Zo%C3%A9%20Roy&x=1");
    expect(answer.headers["set-cookie"]).toMatch(/^visit=v\.[\w-]+\.[\w-]+; Path=\/p\/;/);
    expect(answer.headers["cache-control"]).toBe("no-store");
  });

  it("leads there also when the client was deleted since", async () => {
    const { place, follow } = await scene();
    const gone = sealCampaignLink({ ...place, clientId: ulids.next("client") }, await deps.signingKey());
    expect((await follow(gone)).headers.location).toBe("https://garage.example/rdv?nom=&x=1");
  });

  it.each([
    ["https://garage.example/été?x=œ", "https://garage.example/%C3%A9t%C3%A9?x=%C5%93"],
    ["https://garage.example/a b?c=d e#é", "https://garage.example/a%20b?c=d%20e#%C3%A9"],
    ["https://garage.example/{?q={ }#{1+1}", "https://garage.example/%7B?q=%7B%20%7D#%7B1+1%7D"],
    ["https://café.example/", "https://xn--caf-dma.example/"],
    ["https://garage.example/%C3%A9?nom={client_full_name}", "https://garage.example/%C3%A9?nom=Zo%C3%A9%20Roy"],
  ])("leads to %s as an address that a header can carry", async (url, location) => {
    const { follow } = await scene(url);
    expect((await follow()).headers.location).toBe(location);
  });

  it("leads nowhere, kindly, where the client's attributes leave no address", async () => {
    const { follow } = await scene("https://{client_full_name}.example/");
    const answer = await follow();
    expect(answer.headers.location).toBeUndefined();
    expect(answer.status).toBe(410);
    expect(answer.text).toContain("Garage Tremblay");
  });

  it("with a forged token leads nowhere, kindly", async () => {
    const { token, follow } = await scene();
    const answer = await follow(`${token.slice(0, -4)}AAAA`);
    expect(answer.status).toBe(404);
    expect(answer.headers["set-cookie"]).toBeUndefined();
    expect(answer.text).toContain("This link leads nowhere");
  });

  it("in a preview leads where it leads in the end", async () => {
    const { headers } = await anAccount(table);
    const { id } = (await create(headers)).body;
    const preview = await call(handler, routes.preview, { headers, params: { id }, body: {} });
    expect(preview.body.html).toContain('href="https://garage.example/rdv?nom=&amp;x=1"');
    expect(preview.body.text).toContain("https://garage.example/rdv?nom=&x=1");
  });
});

describe("a picture of the library in a campaign", () => {
  const show = (token: string) => call(handler, routes.image, { params: { token } });
  const addressIn = (html: string) => /https:\/\/pages\.example\/i\/([\w.]+)/.exec(html)?.[1] ?? "";

  it("is shown from an address that lasts, by way of one that does not", async () => {
    const { account, headers } = await anAccount(table);
    const { id: imageDocumentId } = await picture(account.id);
    const { id } = (await create(headers, { content: { ...written.content, imageDocumentId } })).body;
    const { body } = await call(handler, routes.preview, { headers, params: { id }, body: {} });
    const token = addressIn(body.html);
    expect(token).toBe(`${account.id}.${id}.${imageDocumentId}`);
    const answer = await show(token);
    expect(answer.status).toBe(302);
    expect(answer.headers.location).toBe("https://files.example/the/key.png?as=image/png");
    expect(answer.headers["cache-control"]).toBe("public, max-age=150");
  });

  it("is not found where no campaign shows it, nor once it is deleted", async () => {
    const { account, headers } = await anAccount(table);
    const other = await picture(account.id);
    const shown = await picture(account.id);
    const content = { ...written.content, imageDocumentId: shown.id };
    const { id } = (await create(headers, { content })).body;
    const stranger = await anAccount(table);
    for (const token of [
      `${account.id}.${id}.${other.id}`,
      `${stranger.account.id}.${id}.${shown.id}`,
      `${account.id}.${ulids.next("campaign")}.${shown.id}`,
      `${account.id}.${id}`,
      "x",
    ])
      expect((await show(token)).status).toBe(404);
    const { pk, sk } = documents.keys(shown);
    await table.of(account.id).commit([{ do: "delete", key: { pk, sk } }]);
    expect((await show(`${account.id}.${id}.${shown.id}`)).status).toBe(404);
  });

  it.each<[string, Partial<Document>, number]>([
    ["a client's own", { clientId: "cli_x" as ClientId }, 422],
    ["no picture", { contentType: "application/pdf" }, 422],
    ["one that mailboxes do not show", { contentType: "image/heic" }, 422],
    ["infected", { status: "infected" }, 422],
    ["still awaited", { status: "awaiting_upload", key: undefined }, 422],
  ])("is refused when it is %s", async (_, given, status) => {
    const { account, headers } = await anAccount(table);
    const { id: imageDocumentId } = await picture(account.id, given);
    const answer = await create(headers, { translations: { en: { imageDocumentId } } });
    expect(answer.status).toBe(status);
    expect(answer.problem.errors?.[0]?.pointer).toBe("/translations/en/imageDocumentId");
  });

  it("is one's own account's", async () => {
    const [ours, theirs] = [await anAccount(table), await anAccount(table)];
    const { id: imageDocumentId } = await picture(theirs.account.id);
    const answer = await create(ours.headers, { content: { ...written.content, imageDocumentId } });
    expect(answer.status).toBe(404);
  });
});

describe("an e-mail that is too long to be kept", () => {
  it("is refused when it is written", async () => {
    const { headers } = await anAccount(table);
    const answer = await create(headers, { content: { ...written.content, body: "- a\n".repeat(4000) } });
    expect(answer.status).toBe(422);
    expect(answer.problem.errors?.[0]?.pointer).toBe("/content/body");
  });
});

describe("what a preview warns of", () => {
  const warningsFor = async (given: Parameters<typeof anAccount>[1], body: string) => {
    const { headers } = await anAccount(table, given);
    const { id } = (await create(headers, { content: { ...written.content, body } })).body;
    return (await call(handler, routes.preview, { headers, params: { id }, body: {} })).body.warnings;
  };

  it("is a missing postal address, and an e-mail that Gmail cuts off", async () => {
    expect(await warningsFor({}, "Bonjour")).toEqual(["no_postal_address"]);
    const postalAddress = "12, rue Principale\nGatineau (Québec) J8X 1A1";
    expect(await warningsFor({ postalAddress }, "Bonjour")).toEqual([]);
    expect(await warningsFor({ postalAddress }, "- a\n".repeat(600))).toEqual(["clipped"]);
  });
});
