import { describe, expect, it } from "vitest";
import { mapColumns } from "../../../../functions/imports/parse/columns.ts";
import { contentErrors, writeErrors } from "../../../../functions/imports/row-refusals.ts";
import { AlreadyExists, VersionConflict } from "../../../../shared/db/writes.ts";
import { ContentRefused } from "../../../../shared/entities/client-mistakes.ts";
import { NotUnique } from "../../../../shared/entities/unique.ts";
import { aClient } from "../../../support/a-client.ts";

const headers = ["Courriel de la cliente", "Nº de plaque"];
const { columns } = mapColumns(headers, { "Courriel de la cliente": "email", "Nº de plaque": "fields.plate" });
const french = { language: "fr", columns } as const;
const english = { language: "en", columns } as const;

describe("a client that could not be written", () => {
  const client = aClient({ email: "n@example.org" });

  it("is an error of each of its rows, in the column of what another one has", () => {
    const [first, second, ...others] = writeErrors([3, 9], client, new NotUnique("email"), french);
    expect([first?.row, second?.row, others]).toEqual([3, 9, []]);
    expect(first).toMatchObject({ column: "Courriel de la cliente", value: "n@example.org" });
    expect(first?.message).toContain("a déjà cette adresse courriel");
    expect(writeErrors([3], client, new NotUnique("name"), english)).toMatchObject([
      { column: "", value: client.name },
    ]);
  });

  it("because somebody else was faster, may be imported again", () => {
    const taken = { pk: "a", sk: "b", entity: "client" };
    for (const error of [new VersionConflict(), new AlreadyExists(taken, taken)]) {
      expect(writeErrors([2], client, error, french)[0]?.message).toContain("importez la ligne de nouveau");
      expect(writeErrors([2], client, error, english)[0]?.message).toContain("import the row again");
    }
  });
});

describe("a row that does not fit its client's type", () => {
  const row = { row: 5, client: { name: "Noémie", fields: { plate: "x".repeat(501) } } };
  const told = (...mistakes: ConstructorParameters<typeof ContentRefused>[0]) =>
    contentErrors(row, new ContentRefused(mistakes), french);

  it("names the type, the field and the column", () => {
    const [error] = told({
      pointer: "/fields/plate",
      mistake: { kind: "no-such-field", type: "Flotte", key: "plate" },
    });
    expect(error).toMatchObject({ row: 5, column: "Nº de plaque", value: "x".repeat(501) });
    expect(error?.message).toContain("de type «\u00a0Flotte\u00a0» n’ont pas de champ «\u00a0plate\u00a0»");
  });

  it("has one error for one cell, though a required field that is wrong is missing too", () => {
    const field = { key: "plate", label: "Plaque", kind: "text", required: true } as const;
    const pointer = "/fields/plate";
    const errors = told(
      { pointer, mistake: { kind: "not-of-its-kind", field } },
      { pointer, mistake: { kind: "required", field } },
      { pointer: "/fields/km", mistake: { kind: "required", field: { ...field, key: "km", label: "Odomètre" } } },
    );
    expect(errors.map(({ column }) => column)).toEqual(["Nº de plaque", ""]);
    expect(errors[0]?.message).toContain("500 caractères");
    expect(errors[1]).toMatchObject({ value: "", message: expect.stringContaining("Odomètre") });
  });
});
