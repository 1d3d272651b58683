import { expect, test } from "vitest";
import { changeLatest } from "../../../client/src/change-latest.ts";
import { createClientele } from "../../../client/src/create-clientele.ts";
import { problem, scriptedServer } from "../../support/scripted-server.ts";

const version = (number: number) => ({ status: 200, body: { id: "cli_1", version: number } });
const stale = problem(412, "version-mismatch");

const change = (baseUrl: string, tries?: number) => {
  const { clients } = createClientele({ baseUrl });
  return changeLatest(
    () => clients.get({ id: "cli_1" }),
    ({ version }) => clients.update({ id: "cli_1", ifMatch: version, body: { note: "x" } }),
    tries,
  );
};

test("what somebody else has changed in between is read and changed again", async () => {
  const { baseUrl, received } = await scriptedServer(version(1), stale, version(2), version(3));
  await expect(change(baseUrl)).resolves.toMatchObject({ version: 3 });
  const changes = received.filter(({ method }) => method === "PATCH");
  expect(changes.map(({ headers }) => headers["if-match"])).toEqual(['"1"', '"2"']);
});

test("it ends when it never comes to an end, and when something else is wrong", async () => {
  const never = await scriptedServer(version(1), stale, version(2), stale);
  await expect(change(never.baseUrl, 2)).rejects.toMatchObject({ status: 412 });
  const gone = await scriptedServer(version(1), problem(404, "not-found"));
  await expect(change(gone.baseUrl)).rejects.toMatchObject({ status: 404 });
  expect(gone.received).toHaveLength(2);
});
