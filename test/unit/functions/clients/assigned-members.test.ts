import { expect, test } from "vitest";
import { useCases } from "../../../../functions/clients/api.ts";
import { loadContactReader } from "../../../../functions/clients/deps.ts";
import { routes } from "../../../../functions/clients/manifest.ts";
import { api } from "../../../../shared/app/api.ts";
import { put } from "../../../../shared/db/writes.ts";
import { members } from "../../../../shared/entities/account.ts";
import { aMember, anAccount } from "../../../support/actors.ts";
import { call } from "../../../support/call.ts";
import { testDeps } from "../../../support/deps.ts";
import { memoryTable } from "../../../support/memory-table.ts";

const { table } = memoryTable();
const clients = api(() => ({ ...testDeps(table), contact: loadContactReader }), useCases);

/** A client who was assigned to somebody before they left the account. */
const aLeftClient = async () => {
  const { account, headers } = await anAccount(table);
  const [left, here] = [await aMember(table, account), await aMember(table, account)];
  const body = { name: "Noémie Côté", assignedTo: [left.member.id] };
  const { body: client } = await call(clients, routes.create, { headers, body });
  await table.of(account.id).commit([put(members, { ...left.member, status: "removed" })]);
  const change = async (assignedTo: string[]) =>
    (await call(clients, routes.update, { headers, params: { id: client.id }, body: { assignedTo } })).status;
  const bulk = async (kind: "assign" | "unassign", memberId: string) => {
    const action = { kind, memberId };
    return (await call(clients, routes.bulk, { headers, body: { selection: { clientIds: [client.id] }, action } }))
      .status;
  };
  return { headers, left: left.member.id, here: here.member.id, change, bulk };
};

test("nobody is assigned to somebody who was removed; a client who was stays so until changed", async () => {
  const { headers, left, here, change, bulk } = await aLeftClient();
  const made = await call(clients, routes.create, { headers, body: { name: "Zoé", assignedTo: [left] } });
  expect([made.status, await bulk("assign", left), await bulk("assign", here)]).toEqual([404, 404, 202]);
  expect(await change([left, here])).toBe(200);
  expect(await change([here])).toBe(200);
  expect(await change([here, left])).toBe(404);
});

test("somebody who was removed can be taken away from clients, a stranger cannot", async () => {
  const [one, other] = [await aLeftClient(), await aLeftClient()];
  expect(await one.bulk("unassign", one.left)).toBe(202);
  expect(await one.bulk("unassign", other.here)).toBe(404);
});
