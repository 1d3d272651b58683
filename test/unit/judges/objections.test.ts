import { describe, expect, it } from "vitest";
import { explanationOf, objectionsIn } from "../../../judges/schemathesis/objections.ts";

const objection = (
  route: string,
  {
    status = 422,
    messages = ["No such member"],
    also = "",
  }: { status?: number; messages?: string[]; also?: string } = {},
) => {
  const [method, path] = route.split(" ");
  const errors = JSON.stringify(messages.map((message) => ({ pointer: "/x", message })));
  return `1. Test Case ID: abc

- ST202 Schema-valid request rejected
${also}
    Valid data should have been accepted

[${status}] Unprocessable Content:

    \`{"status":${status},"detail":"${messages[0]}","errors":${errors}}\`

Reproduce with:

    curl -X ${method} -H 'Authorization: [Filtered]' -d '{"a": 1}' http://127.0.0.1:4000${path}
`;
};

describe("an objection of Schemathesis is explained", () => {
  it("when its route may refuse with just that", () => {
    expect(explanationOf(objection("GET /v1/clients/count?assignedTo=mem_1"))).toMatch(/nobody's/);
    expect(explanationOf(objection("POST /v1/exports"))).toMatch(/nobody's/);
  });

  it("but not on another route, with another status, or with a second mistake", () => {
    expect(explanationOf(objection("GET /v1/jobs"))).toBeUndefined();
    expect(explanationOf(objection("POST /v1/exports", { status: 409 }))).toBeUndefined();
    expect(
      explanationOf(objection("POST /v1/exports", { messages: ["No such member", "Unknown field"] })),
    ).toBeUndefined();
    expect(explanationOf(objection("POST /v1/exports", { also: "\n- ST301 Undocumented status\n" }))).toBeUndefined();
  });

  it("when it sent a list in a path, which came as the text that it is, and was taken as one", () => {
    const accepted = (where: string, also = "") => `1. Test Case ID: abc

- ST201 Schema-violating request accepted
${also}
    Invalid data should have been rejected
    Invalid component: parameter \`tag\` in ${where} - incorrect type

[202] Accepted:

Reproduce with:

    curl -X DELETE http://127.0.0.1:4000/v1/tags/null%2Cnull
`;
    expect(explanationOf(accepted("path"))).toMatch(/is text/);
    expect(explanationOf(accepted("query"))).toBeUndefined();
    expect(explanationOf(accepted("path", "\n- ST301 Undocumented status\n"))).toBeUndefined();
  });

  it("and never because of a version or a key of idempotency: the judge sends none that can be refused", () => {
    expect(
      explanationOf(objection("PATCH /v1/teams/team_1", { status: 412, messages: ["By now it is 2."] })),
    ).toBeUndefined();
    const reused = objection("POST /v1/teams", { messages: ["The idempotency key was used for another request"] });
    expect(explanationOf(reused)).toBeUndefined();
  });
});

it("finds the objections of a report, and none in one without", () => {
  const report = `=== FAILURES ===\n____ POST /v1/teams ____\n${objection("POST /v1/teams")}\n= SUMMARY =`;
  expect(objectionsIn(report)).toHaveLength(1);
  expect(objectionsIn("= SUMMARY =")).toEqual([]);
});
