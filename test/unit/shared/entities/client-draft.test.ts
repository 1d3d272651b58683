import { describe, expect, it } from "vitest";
import type { ClientType } from "../../../../shared/entities/client.ts";
import { type ClientInput, clientContent } from "../../../../shared/entities/client-draft.ts";
import { AppError } from "../../../../shared/errors.ts";
import { derivedId, ulids } from "../../../../shared/ids.ts";
import { aClient, anAccountId } from "../../../support/a-client.ts";

const type: ClientType = {
  ...aClient(),
  id: derivedId("clientType", "1"),
  accountId: anAccountId,
  name: "Flotte",
  sections: [
    {
      name: "Véhicule",
      fields: [
        { key: "plate", label: "Plaque", kind: "text", required: true },
        { key: "colour", label: "Couleur", kind: "choice", options: ["rouge", "bleu"] },
        { key: "tyres", label: "Pneus", kind: "multi_choice", options: ["été", "hiver"] },
        { key: "bought", label: "Achat", kind: "date" },
      ],
    },
  ],
};
const unreadable = { email: () => undefined, phone: () => undefined };

const refusalOf = (input: ClientInput): unknown => {
  try {
    return clientContent(input, { country: "CA", type, contact: unreadable, ids: ulids });
  } catch (error) {
    return error instanceof AppError && { code: error.code, message: error.message, errors: error.details.errors };
  }
};

describe("a client that cannot be written as it is", () => {
  it("is refused with every mistake, in English, whoever calls", () => {
    const input = {
      email: "x",
      mobile: "y",
      otherEmails: ["z"],
      phones: [{ number: "n" }],
      fields: { colour: "vert", tyres: "neige", bought: "hier", seats: 4 },
    };
    expect(refusalOf(input)).toEqual({
      code: "validation-failed",
      message: "Not an e-mail address",
      errors: [
        { pointer: "/email", message: "Not an e-mail address" },
        { pointer: "/mobile", message: "Not a phone number" },
        { pointer: "/phones/0/number", message: "Not a phone number" },
        { pointer: "/otherEmails/0", message: "Not an e-mail address" },
        { pointer: "/fields/colour", message: "Expected choice: one of rouge, bleu" },
        { pointer: "/fields/tyres", message: "Expected multi choice: one of été, hiver" },
        { pointer: "/fields/bought", message: "Expected date" },
        { pointer: "/fields/seats", message: "The client type Flotte has no field seats" },
        { pointer: "/fields/plate", message: "Plaque is required" },
      ],
    });
  });

  it("is refused when it says of nobody whom it is about", () => {
    expect(refusalOf({ fields: { plate: "H1N" } })).toMatchObject({
      errors: [{ pointer: "/name", message: "Give a name, a company, an e-mail address or a mobile number" }],
    });
  });
});
