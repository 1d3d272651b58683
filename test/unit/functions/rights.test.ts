import { globSync } from "node:fs";
import { resolve } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { scopes } from "../../../functions/kinds.ts";
import { api } from "../../../shared/app/api.ts";
import type { Deps } from "../../../shared/app/deps.ts";
import type { UseCase } from "../../../shared/app/use-case.ts";
import type { Account } from "../../../shared/entities/account.ts";
import { methodOf, type ParamsOf, pathOf, type Route } from "../../../shared/http/contract.ts";
import { holds, type Role, roles, scopesOf } from "../../../shared/http/scopes.ts";
import { aMember, anAccount } from "../../support/actors.ts";
import { call } from "../../support/call.ts";
import { testDeps } from "../../support/deps.ts";
import { memoryTable } from "../../support/memory-table.ts";

const root = resolve(import.meta.dirname, "../../..");
type Handler = ReturnType<typeof api>;

const { table } = memoryTable();
const deps = testDeps(table);
const features = await Promise.all(
  globSync("functions/*/{api,pages}.ts", { cwd: root }).map(async (file) => {
    const { useCases }: { useCases: Record<string, () => Promise<UseCase<Deps>>> } = await import(resolve(root, file));
    const handler = api(() => deps, useCases);
    return Promise.all(
      Object.entries(useCases).map(async ([key, load]) => ({ key, route: (await load()).route, handler })),
    );
  }),
);
const routes = features.flat().filter(({ route }) => route.access !== "public");

/** Who can call: a role, with or without the right to edit clients, in an account that restricts its field staff or not. */
const callers = [false, true].flatMap((restricted) =>
  roles.flatMap((role) => [true, false].map((editClients) => ({ role, editClients, restricted }))),
);
type Caller = (typeof callers)[number];

const headersOf = new Map<string, Record<string, string>>();
beforeAll(async () => {
  for (const restricted of [false, true]) {
    const { account } = await anAccount(table, { settings: { restrictFieldToAssigned: restricted } });
    for (const caller of callers.filter((one) => one.restricted === restricted))
      headersOf.set(JSON.stringify(caller), await headersIn(account, caller));
  }
});
const headersIn = async (account: Account, { role, editClients }: { role: Role; editClients: boolean }) =>
  (await aMember(table, account, { role, editClients })).headers;

/** What the contract says: the scope first, then what the route shows. */
const mayCall = ({ access, visibility }: Route, { role, editClients, restricted }: Caller): boolean =>
  (access === "signed-in" || (access !== "public" && holds({ role, scopes: scopesOf(role, editClients) }, access))) &&
  !(restricted && role === "field" && visibility === "all");

const knock = async (handler: Handler, route: Route, caller: Caller): Promise<number> => {
  const names = [...pathOf(route.key).matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, "nothing"]);
  const request = {
    params: Object.fromEntries(names) as ParamsOf<Route>,
    headers: headersOf.get(JSON.stringify(caller)) ?? {},
  };
  const body = methodOf(route.key) === "GET" ? {} : { body: {} };
  return (await call(handler, route, { ...request, ...body })).status;
};

describe("role × route × visibility", () => {
  test.each(routes)("$key lets in who may call it, and refuses the others with 403", async ({ route, handler }) => {
    for (const caller of callers) {
      const status = await knock(handler, route, caller);
      expect(status === 403, `${JSON.stringify(caller)} was answered ${status}`).toBe(!mayCall(route, caller));
    }
  });

  test("every route that knows its caller says what it shows to restricted field staff", () => {
    expect(routes.length).toBeGreaterThan(90);
    for (const { key, route } of routes) expect(route.visibility, key).toBeDefined();
  });

  test("every route asks for a scope that can be given", () => {
    for (const { key, route } of routes) expect([...scopes, "signed-in"], key).toContain(route.access);
  });

  test.each([
    "GET /v1/tags",
    "PATCH /v1/tags/{tag}",
    "DELETE /v1/tags/{tag}",
    "POST /v1/imports",
    "POST /v1/imports/{id}/start",
    "GET /v1/imports/{id}/errors",
    "POST /v1/exports",
    "GET /v1/exports/{id}",
    "GET /v1/jobs",
    "POST /v1/clients/bulk",
    "GET /v1/search",
  ])("%s reaches beyond the clients of restricted field staff", (key) => {
    expect(routes.find((one) => one.key === key)?.route.visibility).toBe("all");
  });
});
