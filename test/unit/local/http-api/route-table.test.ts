import { describe, expect, test } from "vitest";
import { createRouteTable } from "../../../../local/http-api/route-table.ts";

const find = createRouteTable(
  [
    "GET /v1/clients",
    "POST /v1/clients",
    "GET /v1/clients/{id}",
    "GET /v1/clients/count",
    "ANY /v1/clients/{id}",
    "GET /v1/clients/{id}/notes/{note}",
    "GET /p/{rest+}",
    "GET /p/{token}/uploads",
    "$default",
  ].map((key) => ({ key })),
);
const found = (method: string, path: string) => {
  const match = find(method, path);
  return match && [match.route.key, match.parameters];
};

describe("the route table", () => {
  test.each([
    ["GET", "/v1/clients", "GET /v1/clients", {}],
    ["GET", "/v1/clients/cli_1", "GET /v1/clients/{id}", { id: "cli_1" }],
    ["GET", "/v1/clients/count", "GET /v1/clients/count", {}],
    ["DELETE", "/v1/clients/cli_1", "ANY /v1/clients/{id}", { id: "cli_1" }],
    ["DELETE", "/v1/clients/count", "ANY /v1/clients/{id}", { id: "count" }],
    ["GET", "/v1/clients/a%20b/notes/c%2Fd", "GET /v1/clients/{id}/notes/{note}", { id: "a b", note: "c/d" }],
    ["GET", "/p/tok/uploads", "GET /p/{token}/uploads", { token: "tok" }],
    ["GET", "/p/tok/files/a.pdf", "GET /p/{rest+}", { rest: "tok/files/a.pdf" }],
  ])("%s %s → %s", (method, path, key, parameters) => {
    expect(found(method, path)).toEqual([key, parameters]);
  });

  test.each([
    ["GET", "/"],
    ["GET", "/v1/clients/"],
    ["GET", "/p"],
    ["GET", "/p/"],
    ["DELETE", "/v1/clients"],
  ])("%s %s is left to $default", (method, path) => {
    expect(found(method, path)).toEqual(["$default", {}]);
  });

  test("without $default there is nothing", () => {
    expect(createRouteTable([{ key: "GET /a" }])("GET", "/b")).toBeUndefined();
  });

  test("a value that cannot be decoded stays as it is", () => {
    expect(found("GET", "/v1/clients/%E0%A4%A")).toEqual(["GET /v1/clients/{id}", { id: "%E0%A4%A" }]);
  });
});
