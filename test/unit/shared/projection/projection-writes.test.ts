import { describe, expect, it } from "vitest";
import { keyOf, type Write } from "../../../../shared/db/writes.ts";
import type { ClientIndex } from "../../../../shared/entities/client-index.ts";
import { stateOf } from "../../../../shared/projection/client-state.ts";
import { deltasOf } from "../../../../shared/projection/deltas.ts";
import { projectionWrites } from "../../../../shared/projection/projection-writes.ts";
import { aClient } from "../../../support/a-client.ts";
import { stamped } from "../../../support/stamped.ts";

const noemie = aClient({ email: "noemie@garage.example", tags: ["VIP", "Été"] });
const next = { ...noemie, version: 2, updatedAt: "2026-03-03T15:00:00.000Z" };
const placesOf = (writes: readonly Write[], what: "put" | "delete") =>
  writes.flatMap((write) => {
    const { pk, sk } = keyOf(write);
    return write.do === what ? [`${pk.split("#").slice(1).join("#")} ${sk.split("#")[0]}`] : [];
  });

describe("what a client leaves in the search and in lists", () => {
  it("is an entry for each token that nothing else tells, and for each list", () => {
    expect(placesOf(projectionWrites([undefined, stamped(noemie)]), "put")).toEqual([
      "FIND#client#co cote noemie",
      "FIND#client#ga garage example",
      "FACET#active.mobile#without noemie cote",
      "FACET#active.tag#vip noemie cote",
      "FACET#active.tag#ete noemie cote",
    ]);
  });

  it("says in lists when the client was changed, and what finds the client", () => {
    const [entry] = projectionWrites([undefined, stamped(noemie)]).slice(-1);
    expect(entry).toMatchObject({
      item: {
        mail: "never_opted_in",
        at: noemie.updatedAt,
        find: "noemie garage example\ncote noemie\ngarage example",
      },
    });
  });

  it("changes by the difference of what two versions say", () => {
    const writes = projectionWrites([stamped(noemie), stamped({ ...next, tags: ["VIP"], mobile: "+15145551212" })]);
    expect(placesOf(writes, "delete")).toEqual([
      "FACET#active.mobile#without noemie cote",
      "FACET#active.tag#ete noemie cote",
    ]);
    // The lists say when the client was changed.
    expect(placesOf(writes, "put")).toEqual([
      "FACET#active.mobile#with noemie cote",
      "FACET#active.tag#vip noemie cote",
    ]);
  });

  it("is written again under all tokens where results show something else", () => {
    const writes = projectionWrites([stamped(noemie), stamped({ ...next, disabled: true })]);
    expect(placesOf(writes, "put").filter((place) => place.startsWith("FIND"))).toHaveLength(2);
  });

  it("is nothing where nothing changed", () => {
    expect(projectionWrites([stamped(noemie), stamped(noemie)])).toEqual([]);
    expect(projectionWrites([undefined])).toEqual([]);
  });

  it("is what the last version says, whatever an earlier delivery left on the way there", () => {
    const other = stamped({ ...next, name: "Noémie Roy" });
    const back = stamped({ ...noemie, version: 3, updatedAt: "2026-03-04T15:00:00.000Z" });
    const writes = projectionWrites([stamped(noemie), other, other, back]);
    expect(placesOf(writes, "delete")).toContain("FIND#client#ro roy noemie");
    expect(placesOf(writes, "put")).toContain("FIND#client#co cote noemie");
  });
});

describe("rules that changed", () => {
  const oldRules: ClientIndex = { rules: 0, tokens: "cote n", lists: "colour#red\nmobile#without", tags: "vip\nVIP" };
  const before = stateOf(noemie, oldRules);

  it("take away what the old ones wrote, though nobody knows them any more", () => {
    const writes = projectionWrites([before, stamped(noemie)]);
    expect(placesOf(writes, "delete")).toEqual(["FIND#client#co cote n", "FACET#active.colour#red noemie cote"]);
    expect(placesOf(writes, "put")).toHaveLength(5);
  });

  it("move counters by the difference, and never below zero", () => {
    expect(deltasOf(before, stamped(noemie), noemie.updatedAt)).toEqual([
      { name: "clients.active.tag#vip", amount: 1 },
      { name: "clients.active.tag#ete", amount: 1 },
      { name: "clients.active.colour#red", amount: -1 },
      { name: "tag ete", amount: 1, tag: { key: "ete", label: "Été", at: noemie.updatedAt } },
    ]);
  });
});
