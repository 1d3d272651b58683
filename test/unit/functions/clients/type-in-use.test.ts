import { expect, it } from "vitest";
import { useCases } from "../../../../functions/clients/api.ts";
import { loadContactReader } from "../../../../functions/clients/deps.ts";
import { routes } from "../../../../functions/clients/manifest.ts";
import { api } from "../../../../shared/app/api.ts";
import { keys } from "../../../../shared/db/keys.ts";
import { remove } from "../../../../shared/db/writes.ts";
import { anAccount } from "../../../support/actors.ts";
import { call } from "../../../support/call.ts";
import { testDeps } from "../../../support/deps.ts";
import { memoryTable } from "../../../support/memory-table.ts";

const { table } = memoryTable();
const handler = api(() => ({ ...testDeps(table), contact: loadContactReader }), useCases);

/** A client whose type was removed while they were added. */
const withLostType = async () => {
  const { account, headers } = await anAccount(table);
  const fields = [{ key: "plate", label: "Plate", kind: "text", filterable: true }];
  const { body: type } = await call(handler, routes.createType, {
    headers,
    body: { name: "Car", sections: [{ name: "Car", fields }] },
  });
  const body = { name: "Noémie Côté", typeId: type.id, fields: { plate: "K7X 201" } };
  const { body: client } = await call(handler, routes.create, { headers, body });
  await table.of(account.id).commit([remove(keys.of(account.id, type.id))]);
  return { headers, params: { id: client.id }, typeId: type.id };
};

it("a client whose type was removed meanwhile can be changed, and has no type then", async () => {
  const { headers, params } = await withLostType();
  const changed = await call(handler, routes.update, { headers, params, body: { note: "Likes mornings" } });
  expect(changed.status).toBe(200);
  expect(changed.body.typeId).toBeUndefined();
  expect(changed.body.fields).toEqual({ plate: "K7X 201" });
  expect((await call(handler, routes.archive, { headers, params })).status).toBe(200);
});

it("such a client can be given another type, and a type that is not there is refused all the same", async () => {
  const { headers, params, typeId } = await withLostType();
  const other = await call(handler, routes.createType, { headers, body: { name: "House" } });
  const body = { typeId: other.body.id, fields: { plate: null } };
  const given = await call(handler, routes.update, { headers, params, body });
  expect(given.body.typeId, given.text).toBe(other.body.id);
  expect((await call(handler, routes.update, { headers, params, body: { typeId } })).status).toBe(404);
});
