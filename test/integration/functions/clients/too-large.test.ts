import { expect, test } from "vitest";
import { useCases } from "../../../../functions/clients/api.ts";
import { loadContactReader } from "../../../../functions/clients/deps.ts";
import { routes } from "../../../../functions/clients/manifest.ts";
import { api } from "../../../../shared/app/api.ts";
import { anAccount } from "../../../support/actors.ts";
import { call } from "../../../support/call.ts";
import { testDeps } from "../../../support/deps.ts";
import { testTable } from "../../../support/dynamodb.ts";

const { table } = await testTable();
const deps = testDeps(table);
const handler = api(() => ({ ...deps, contact: loadContactReader }), useCases);
const { headers } = await anAccount(table);

/** Each allowed, all of them more than an item of DynamoDB holds (400 KB). */
const fields = Object.fromEntries(Array.from({ length: 45 }, (_, index) => [`field${index}`, "x".repeat(10_000)]));

test.each([
  ["alone", {}],
  ["beside the receipt of an Idempotency-Key", { "idempotency-key": "too-much" }],
])("a client that is larger than an item can be is refused, %s", async (_, more) => {
  const answer = await call(handler, routes.create, {
    headers: { ...headers, ...more },
    body: { name: "Noémie", fields },
  });
  expect(answer.status).toBe(413);
  expect(answer.problem).toMatchObject({ detail: "All of it together may have 400 KB at most." });
});
