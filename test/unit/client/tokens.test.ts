import { expect, test } from "vitest";
import { createClientele } from "../../../client/src/create-clientele.ts";
import { sessionToken } from "../../../client/src/session.ts";
import { problem, scriptedServer } from "../../support/scripted-server.ts";

const refused = problem(401, "unauthenticated");
const found = { status: 200, body: { id: "cli_1" } };
const session = { accessToken: "old", refreshToken: "r1", expiresIn: 3600 };
const renewed = { status: 200, body: { accessToken: "new", refreshToken: "r2", expiresIn: 3600, accounts: [] } };

test("a function is asked for the token before every try", async () => {
  const { baseUrl, received } = await scriptedServer(problem(503, "unavailable", {}, { "retry-after": "0" }), found);
  let asked = 0;
  const token = async () => `t${++asked}`;
  await createClientele({ baseUrl, token }).clients.get({ id: "cli_1" });
  expect(received.map(({ headers }) => headers.authorization)).toEqual(["Bearer t1", "Bearer t2"]);
});

test("a refused token is asked for once more, and no oftener", async () => {
  const { baseUrl, received } = await scriptedServer(refused);
  const token = (old?: string) => (old ? `${old}, renewed` : "t");
  const call = createClientele({ baseUrl, token }).clients.create({ body: { name: "Noémie" } });
  await expect(call).rejects.toMatchObject({ status: 401 });
  expect(received.map(({ headers }) => headers.authorization)).toEqual(["Bearer t", "Bearer t, renewed"]);
  expect(received.map(({ body }) => body)).toEqual(['{"name":"Noémie"}', '{"name":"Noémie"}']);
});

test("a text that is refused is not sent twice", async () => {
  const { baseUrl, received } = await scriptedServer(refused);
  await expect(createClientele({ baseUrl, token: "ck_1" }).clients.get({ id: "c" })).rejects.toMatchObject({
    status: 401,
  });
  expect(received).toHaveLength(1);
});

test("a session is renewed when it is refused: once, however many calls wait for it", async () => {
  const server = await scriptedServer(renewed);
  const heard: string[] = [];
  const token = sessionToken(createClientele(server), session, ({ refreshToken }) => heard.push(refreshToken));
  expect(await token()).toBe("old");
  expect(await Promise.all([token("old"), token("old"), token("old")])).toEqual(["new", "new", "new"]);
  expect(await token("old")).toBe("new");
  expect(server.received.map(({ body }) => body)).toEqual(['{"refreshToken":"r1"}']);
  expect(heard).toEqual(["r2"]);
});

test("a session is renewed before it is over, and what renewed it is used the next time", async () => {
  const short = { ...renewed, body: { ...renewed.body, expiresIn: 30 } };
  const server = await scriptedServer(short);
  const token = sessionToken(createClientele(server), { ...session, expiresIn: 30 });
  expect(await token()).toBe("new");
  await token();
  expect(server.received.map(({ body }) => body)).toEqual(['{"refreshToken":"r1"}', '{"refreshToken":"r2"}']);
});

test("a renewal that failed is tried again by the next call", async () => {
  const server = await scriptedServer(refused, renewed);
  const token = sessionToken(createClientele(server), session);
  await expect(token("old")).rejects.toMatchObject({ status: 401 });
  await expect(token("old")).resolves.toBe("new");
});
