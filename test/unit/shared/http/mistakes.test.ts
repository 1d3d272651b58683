import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { AppError } from "../../../../shared/errors.ts";
import * as field from "../../../../shared/http/fields.ts";
import { inFrench } from "../../../../shared/http/in-french.ts";
import { parseOr422 } from "../../../../shared/http/problem.ts";

const { input, list, oneOf, optional, text } = field;

const note = input({ kind: oneOf(["note"]), body: text(1, 20) });
const assignment = input({ kind: oneOf(["assign", "unassign"]), memberId: field.id("member") });

const schema = input({
  name: text(1, 20),
  code: optional(text(3, 5)),
  age: optional(field.integer(1, 9)),
  tags: optional(list(text(1, 5), 2).check(z.minLength(1))),
  disabled: optional(field.boolean()),
  status: optional(oneOf(["active", "archived"])),
  version: optional(field.literal(1)),
  at: optional(field.isoDateTime()),
  fields: optional(field.record(text(1, 5), field.unknown())),
  address: optional(input({ city: text(1, 20) })),
  action: optional(field.oneOfKinds("kind", [note, assignment])),
  audience: optional(
    field.union([
      input({ all: field.literal(true) }),
      input({ filter: input({ tag: optional(text(1, 5)) }) }),
      input({ clientIds: list(field.id("client"), 5) }),
    ]),
  ),
});

const mistakes = async (sent: unknown): Promise<[pointer: string, message: string][]> => {
  try {
    await parseOr422(schema, sent);
    return [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return (error.details.errors ?? []).map(({ pointer, message }) => [pointer, message]);
  }
};

const cases: [sent: unknown, pointer: string, message: string][] = [
  [undefined, "", "Send a body that says what to change"],
  [[], "", "Expected an object"],
  ["{}", "", "Expected an object"],
  [{}, "/name", "Required"],
  [{ name: 1 }, "/name", "Expected a text"],
  [{ name: null }, "/name", "Expected a text"],
  [{ name: "" }, "/name", "May not be empty"],
  [{ name: "x".repeat(21) }, "/name", "At most 20 characters"],
  [{ name: "a", code: "ab" }, "/code", "At least 3 characters"],
  [{ name: "a", age: "1" }, "/age", "Expected a number"],
  [{ name: "a", age: 1.5 }, "/age", "Expected a whole number"],
  [{ name: "a", age: 0 }, "/age", "At least 1"],
  [{ name: "a", age: 10 }, "/age", "At most 9"],
  [{ name: "a", tags: "VIP" }, "/tags", "Expected a list"],
  [{ name: "a", tags: [] }, "/tags", "May not be empty"],
  [{ name: "a", tags: ["a", "b", "c"] }, "/tags", "At most 2 entries"],
  [{ name: "a", tags: ["a", 2] }, "/tags/1", "Expected a text"],
  [{ name: "a", disabled: "true" }, "/disabled", "Expected true or false"],
  [{ name: "a", status: "gone" }, "/status", "Choose one of active, archived"],
  [{ name: "a", version: 2 }, "/version", "Must be 1"],
  [{ name: "a", at: "2026-01-01" }, "/at", "Expected a moment with its offset, such as 2026-03-02T09:00:00-05:00"],
  [{ name: "a", fields: "x" }, "/fields", "Expected an object"],
  [{ name: "a", fields: { toolong: 1 } }, "/fields/toolong", "At most 5 characters"],
  [{ name: "a", address: {} }, "/address/city", "Required"],
  [{ name: "a", address: { city: "b", "x/y~z": 1 } }, "/address/x~1y~0z", "Unknown field"],
  [{ name: "a", action: {} }, "/action/kind", "Choose one of note, assign, unassign"],
  [{ name: "a", action: { kind: "addTag" } }, "/action/kind", "Choose one of note, assign, unassign"],
  [{ name: "a", action: { kind: "assign" } }, "/action/memberId", "Required"],
  [{ name: "a", action: { kind: "note", body: 1 } }, "/action/body", "Expected a text"],
  [{ name: "a", action: "note" }, "/action", "Expected an object"],
  [{ name: "a", audience: {} }, "/audience", "Give one of all, filter, clientIds"],
  [{ name: "a", audience: { everybody: true } }, "/audience", "Give one of all, filter, clientIds"],
  [{ name: "a", audience: { all: false } }, "/audience/all", "Must be true"],
  [{ name: "a", audience: { filter: { nope: 1 } } }, "/audience/filter/nope", "Unknown field"],
  [{ name: "a", audience: { clientIds: ["x"] } }, "/audience/clientIds/0", "Expected an id like cli_01J…"],
];

describe("a mistake in what is sent", () => {
  it.each(cases)("%j is told at %s: %s", async (sent, pointer, message) => {
    expect(await mistakes(sent)).toEqual([[pointer, message]]);
  });

  it.each(cases)("%j is told in French as well", (_, __, message) => {
    expect(inFrench(message, "ca")).not.toBe(message);
  });

  it("is told with the others", async () => {
    const told = await mistakes({ name: "", age: "x", colour: 1, kind: 2 });
    expect(told.map(([pointer]) => pointer).sort()).toEqual(["/age", "/colour", "/kind", "/name"]);
  });
});
