import { describe, expect, it } from "vitest";
import { useCases } from "../../../../functions/pages/api.ts";
import { routes } from "../../../../functions/pages/manifest.ts";
import { api } from "../../../../shared/app/api.ts";
import { ulids } from "../../../../shared/ids.ts";
import { call } from "../../../support/call.ts";
import { testDeps } from "../../../support/deps.ts";
import { memoryTable } from "../../../support/memory-table.ts";

const handler = api(() => ({ ...testDeps(memoryTable().table), filesOrigin: "https://s3.example" }), useCases);
const token = "n0t-a-real-token_0123456789abcdefgh";
const uploadId = ulids.next("upload");

const ledTo = async (answer: ReturnType<typeof call>) => {
  const { status, headers } = await answer;
  return [status, headers.location];
};

describe("a link that was made before features had pages of their own", () => {
  it("leads to its feature, with what was sent to it", async () => {
    const documents = [308, `/p/${token}/documents`];
    expect(await ledTo(call(handler, routes.open, { params: { token } }))).toEqual(documents);
    const body = { action: "download" };
    expect(await ledTo(call(handler, routes.submit, { params: { token }, body }))).toEqual(documents);
    const person = `s.${token}`;
    expect(await ledTo(call(handler, routes.open, { params: { token: person } }))).toEqual([
      308,
      `/p/${person}/accounts`,
    ]);
  });

  it("goes on taking the files of a page that is still open", async () => {
    const uploads = `/p/${token}/documents/uploads`;
    const params = { token, uploadId };
    expect(await ledTo(call(handler, routes.formerUploads, { params, body: {} }))).toEqual([308, uploads]);
    for (const [route, rest] of [
      [routes.formerUpload, ""],
      [routes.formerCancel, ""],
      [routes.formerAddresses, "/parts"],
      [routes.formerParts, "/parts"],
      [routes.formerComplete, "/complete"],
    ] as const)
      expect(await ledTo(call(handler, route, { params }))).toEqual([308, `${uploads}/${uploadId}${rest}`]);
  });

  it("leads nowhere but to pages of ours, whatever its token is", async () => {
    for (const odd of ["", "..", "wrong", "//evil.example", `${token}/..`, `${token}?a#b`]) {
      expect(await ledTo(call(handler, routes.open, { params: { token: odd } }))).toEqual([404, undefined]);
      const params = { token: odd, uploadId };
      expect(await ledTo(call(handler, routes.formerUploads, { params, body: {} }))).toEqual([404, undefined]);
    }
    const params = { token, uploadId: ".." };
    expect(await ledTo(call(handler, routes.formerUpload, { params }))).toEqual([404, undefined]);
  });
});

it("a forged link to subscriptions leads nowhere", async () => {
  const page = await call(handler, routes.open, { params: { token: "u.forged.token" } });
  expect(page.status).toBe(404);
});
