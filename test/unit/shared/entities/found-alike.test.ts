import fc from "fast-check";
import { expect, it } from "vitest";
import type { Client } from "../../../../shared/entities/client.ts";
import { stampAfter, stampOf } from "../../../../shared/entities/client-stamp.ts";
import { derivedId } from "../../../../shared/ids.ts";
import { aClient } from "../../../support/a-client.ts";
import { steps } from "../../../support/client-history.ts";

it("the next version of a client is found by what it would be found by if it were new", () => {
  fc.assert(
    fc.property(steps, (taken) => {
      let previous = aClient();
      for (const step of taken) {
        const next = aClient({ ...previous, ...(step.do === "save" ? step.content : { note: "seen", tags: ["VIP"] }) });
        expect(stampAfter(next, previous, stampOf(previous))).toEqual(stampOf(next));
        previous = next;
      }
    }),
    { numRuns: Number(process.env.HISTORIES ?? 100) },
  );
});

it.each<Partial<Client>>([
  { firstName: "Zoé" },
  { lastName: "Roy" },
  { company: "Garage Roy" },
  { otherEmails: ["zoe@roy.example"] },
  { addresses: [{ id: derivedId("location", "1"), city: "Gaspé" }] },
  { phones: [{ number: "+15145559999" }] },
  { indexed: { search: ["RO-12.5"], filter: {} } },
  { status: "archived" },
  { disabled: true },
])("a change of %j is found, and so is the way back", (changes) => {
  const [before, after] = [aClient(), aClient(changes)];
  expect(stampAfter(after, before, stampOf(before))).toEqual(stampOf(after));
  expect(stampAfter(before, after, stampOf(after))).toEqual(stampOf(before));
});

it("a client that says nothing of it, or by other rules, is looked at anew", () => {
  const client = aClient({ name: "Zoé Tremblay" });
  for (const index of [undefined, { rules: 0, tokens: "something else" }])
    expect(stampAfter(client, client, index)).toEqual(stampOf(client));
});
