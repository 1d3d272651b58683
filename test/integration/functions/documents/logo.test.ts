import { describe, expect, it } from "vitest";
import { useCases as campaignUseCases } from "../../../../functions/campaigns/api.ts";
import { routes as campaigns } from "../../../../functions/campaigns/manifest.ts";
import { routes } from "../../../../functions/documents/manifest.ts";
import { api } from "../../../../shared/app/api.ts";
import { keys } from "../../../../shared/db/keys.ts";
import { accounts } from "../../../../shared/entities/account.ts";
import { logoPath } from "../../../../shared/entities/document.ts";
import type { AccountId } from "../../../../shared/ids.ts";
import { aMember } from "../../../support/actors.ts";
import { call } from "../../../support/call.ts";
import { eicar, sampleFiles } from "../../../support/files.ts";
import { documentsFeature } from "./feature.ts";

const feature = await documentsFeature();
const { table, handler, deps, aBusiness, arrive } = feature;
const images = async () => ({ of: async ({ key }: { key: string }) => `https://s3.example/${key}` });
const snapshots = async () => {
  throw new Error("No list of recipients is read here.");
};
const publicHandler = api(
  () => ({ ...deps, senderEmail: "mail@clientele.example", images, snapshots }),
  campaignUseCases,
);

type Headers = Record<string, string>;
const picture = { fileName: "logo.png", contentType: "image/png", size: 1000 };
const setLogo = (headers: Headers, body: object = {}) =>
  call(handler, routes.setLogo, { headers, body: { ...picture, ...body } });
const logoOf = async (id: AccountId) => (await table.of(id).get(accounts, keys.account(id)))?.logo;
/** Announces a logo and sends it: what its document is then. */
const sendLogo = async (headers: Headers, content: Buffer, body: object = {}) => {
  const { body: announced } = await setLogo(headers, body);
  if (!announced.upload) throw new Error("The answer holds no form.");
  await arrive(announced.upload, content);
  return (await call(handler, routes.get, { headers, params: { id: announced.id } })).body;
};
const show = (accountId: string, documentId: string) =>
  call(publicHandler, campaigns.image, {
    params: { token: logoPath(accountId, documentId).replace("/i/", "") },
    headers: {},
  });

describe("the logo of an account", () => {
  it.each([
    ["image/png", sampleFiles.png],
    ["image/jpeg", sampleFiles.jpeg],
    ["image/webp", sampleFiles.webp],
  ])("is shown once its picture was found clean: %s", async (contentType, content) => {
    const { account, headers } = await aBusiness();
    const { id, status, use } = await sendLogo(headers, content, { contentType });
    expect([status, use]).toEqual(["clean", "logo"]);
    expect(await logoOf(account.id)).toBe(id);
    const shown = await show(account.id, id);
    expect([shown.status, shown.headers["cache-control"]]).toEqual([302, "public, max-age=150"]);
    expect(shown.headers.location).toContain(`${account.id}/${id}/`);
  });

  it("is what its content is, whatever it was announced as", async () => {
    const { account, headers } = await aBusiness();
    expect((await sendLogo(headers, sampleFiles.jpeg)).contentType).toBe("image/jpeg");
    const before = await logoOf(account.id);
    for (const content of [sampleFiles.svg, sampleFiles.gif, sampleFiles.pdf, sampleFiles.html])
      expect(await sendLogo(headers, content)).toMatchObject({ status: "refused", reason: "type_mismatch" });
    expect((await sendLogo(headers, eicar)).status).toBe("infected");
    expect(await logoOf(account.id)).toBe(before);
  });

  it.each([
    [{ contentType: "image/svg+xml" }, "/contentType", "A logo is a PNG, JPEG or WebP picture"],
    [{ contentType: "image/gif" }, "/contentType", "A logo is a PNG, JPEG or WebP picture"],
    [{ size: 512 * 1024 + 1 }, "/size", undefined],
  ])("is refused as %j", async (body, pointer, sentence) => {
    const { headers } = await aBusiness();
    const { status, problem } = await setLogo(headers, body);
    expect([status, problem.errors?.[0]?.pointer]).toEqual([422, pointer]);
    if (sentence) expect(problem.errors?.[0]?.message).toBe(sentence);
  });

  it("stays at its address when another takes its place, or none does: e-mails that were sent show it", async () => {
    const { account, headers } = await aBusiness();
    const first = await sendLogo(headers, sampleFiles.png);
    const second = await sendLogo(headers, sampleFiles.webp);
    expect(await logoOf(account.id)).toBe(second.id);
    expect((await call(handler, routes.removeLogo, { headers })).status).toBe(204);
    expect(await logoOf(account.id)).toBeUndefined();
    expect((await call(handler, routes.removeLogo, { headers })).status).toBe(204);
    for (const { id } of [first, second]) expect((await show(account.id, id)).status).toBe(302);
  });

  it("is not deleted while it is shown, and no other file takes its address", async () => {
    const { account, headers } = await aBusiness();
    const { id } = await sendLogo(headers, sampleFiles.png);
    const remove = () => call(handler, routes.remove, { headers, params: { id } });
    expect((await remove()).status).toBe(409);
    const file = { fileName: "contrat.pdf", contentType: "application/pdf", size: 10 };
    expect((await call(handler, routes.addVersion, { headers, params: { id }, body: file })).status).toBe(409);
    await call(handler, routes.removeLogo, { headers });
    expect((await remove()).status).toBe(204);
    expect((await show(account.id, id)).status).toBe(404);
  });

  it("opens nothing else of the library, nor another account's", async () => {
    const { account, headers } = await aBusiness();
    const other = await aBusiness();
    const { id: logo } = await sendLogo(headers, sampleFiles.png);
    const { body } = await call(handler, routes.create, { headers, body: picture });
    if (body.upload) await arrive(body.upload, sampleFiles.png);
    expect((await show(account.id, body.id)).status).toBe(404);
    expect((await show(other.account.id, logo)).status).toBe(404);
    expect((await show(account.id, "doc_1")).status).toBe(404);
  });

  it("is set by those who may change the account", async () => {
    const { account } = await aBusiness();
    const staff = await aMember(table, account, { role: "staff" });
    expect((await setLogo(staff.headers)).status).toBe(403);
    expect((await call(handler, routes.removeLogo, { headers: staff.headers })).status).toBe(403);
  });
});
