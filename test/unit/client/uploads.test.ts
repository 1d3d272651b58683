import { expect, test } from "vitest";
import { createClientele } from "../../../client/src/create-clientele.ts";
import { scriptedServer } from "../../support/scripted-server.ts";

const inAnHour = new Date(Date.now() + 3_600_000).toISOString();

const start = async (...script: Parameters<typeof scriptedServer>) => {
  const { baseUrl, received } = await scriptedServer(...script);
  const form = { url: `${baseUrl}/bucket`, fields: { key: "k", policy: "p" }, maxBytes: 5, expiresAt: inAnHour };
  return { clientele: createClientele({ baseUrl, token: "ck_1" }), form, received };
};

test("a file is sent behind the fields of its form, without the token, and again when it did not arrive", async () => {
  const { clientele, form, received } = await start({ status: 503, headers: { "retry-after": "0" } }, "hang up", {
    status: 204,
  });
  await clientele.upload(form, new Uint8Array([104, 105]));
  expect(received).toHaveLength(3);
  for (const { body, headers } of received) {
    expect([...body.matchAll(/ name="(\w+)"/g)].map(([, name]) => name)).toEqual(["key", "policy", "file"]);
    expect(body).toContain("\r\n\r\nhi\r\n");
    expect(headers).not.toHaveProperty("authorization");
  }
});

test("what the storage refuses says why", async () => {
  const headers = { "content-type": "application/xml" };
  const { clientele, form } = await start({ status: 403, body: "<Error><Code>AccessDenied</Code></Error>", headers });
  await expect(clientele.upload(form, "hi")).rejects.toThrow(/^403 .*AccessDenied/);
});

test("what is too large or too late is not sent", async () => {
  const { clientele, form, received } = await start({ status: 204 });
  await expect(clientele.upload(form, "123456")).rejects.toThrow("has 6 bytes; 5 are the most");
  const over = { ...form, expiresAt: "2026-01-01T00:00:00Z" };
  await expect(clientele.upload(over, new Blob(["hi"]))).rejects.toThrow("was good until 2026-01-01");
  expect(received).toEqual([]);
});
