import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { addressOf } from "../../../client/src/address.ts";
import { createClientele } from "../../../client/src/create-clientele.ts";
import { scriptedServer } from "../../support/scripted-server.ts";

describe("a value in a path", () => {
  test.prop([
    fc.string({ minLength: 1, unit: "binary" }).filter((text) => text.isWellFormed() && !/^\.{1,2}$/.test(text)),
  ])("stays one segment of it, whatever it holds", (tag) => {
    const { pathname } = new URL(addressOf("https://api.example.com", "/v1/tags/{tag}", { tag }));
    const [, , , segment = "", ...more] = pathname.split("/");
    expect([decodeURIComponent(segment), more]).toEqual([tag, []]);
  });

  test.each([["."], [".."], [""], [undefined], [null]])("%j is refused: it would lead to another route", (tag) => {
    expect(() => addressOf("https://api.example.com", "/v1/tags/{tag}", { tag })).toThrow("`tag` is");
  });
});

test.each([[""], ["/"], ["/v1"], ["/v1/"]])("the API's address may end in %j", async (end) => {
  const { baseUrl, received } = await scriptedServer({ status: 200, body: { count: 1, exact: true } });
  await createClientele({ baseUrl: `${baseUrl}${end}`, token: "ck_test" }).clients.count();
  expect(received[0]?.url).toBe("/v1/clients/count");
});
