import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Stored } from "../../../../shared/db/entity.ts";
import { keyOf } from "../../../../shared/db/writes.ts";
import type { Client } from "../../../../shared/entities/client.ts";
import { unpacked } from "../../../../shared/entities/client-index.ts";
import { nameTokens, ownTokens } from "../../../../shared/entities/client-projection.ts";
import { findEntryOf } from "../../../../shared/entities/find.ts";
import { mailStanding } from "../../../../shared/entities/list-entry.ts";
import { derivedId } from "../../../../shared/ids.ts";
import { deltasOf } from "../../../../shared/projection/deltas.ts";
import { projectionWrites } from "../../../../shared/projection/projection-writes.ts";
import { queryTokens } from "../../../../shared/text/search-query.ts";
import { aClient } from "../../../support/a-client.ts";
import { stamped } from "../../../support/stamped.ts";

/** The lists in which a client counts. */
const facetsOf = (own: Partial<Client>) =>
  deltasOf(undefined, stamped(aClient(own)), "").flatMap(({ name, tag }) =>
    tag ? [] : [name.slice("clients.".length)],
  );
const tokensOf = (own: Partial<Client>, index: "client" | "client_more") => {
  const client = aClient(own);
  return index === "client" ? nameTokens(client).flat() : unpacked(stamped(client).index.more);
};
const entriesOf = (kind: string, own: Partial<Client>): Stored[] =>
  projectionWrites([undefined, stamped(aClient(own))]).flatMap((write) =>
    write.do === "put" && write.item.entity === kind ? [write.item] : [],
  );
const finds = (tokens: string[], typed: string) => {
  const query = queryTokens(typed);
  return query.kind === "prefix" && query.prefixes.some((prefix) => tokens.some((token) => token.startsWith(prefix)));
};

describe("a client is found", () => {
  const own = {
    email: "noemie@atelier-cote.example",
    mobile: "+15145551212",
    company: "Garage Côté",
    phones: [{ number: "+15145559999" }],
    indexed: { search: ["RO-12.5", "+32475123456", "conjoint@exemple.be"], filter: {} },
  };

  it.each(["noemie", "COTE NOE", "Côté", "(514) 555-1212", "+1 514 555 12", "noemie@atelier", "atelier-cote"])(
    "within clients by %s",
    (typed) => expect(finds(tokensOf(own, "client"), typed)).toBe(true),
  );

  it.each(["garage", "514 555 9999", "RO12", "ro-12.5", "0475 12", "conjoint@"])("everywhere by %s", (typed) => {
    expect(finds(tokensOf(own, "client"), typed)).toBe(false);
    expect(finds(tokensOf(own, "client_more"), typed)).toBe(true);
  });

  it("under no token twice", () => {
    const twice = {
      name: "Garage Côté",
      company: "Garage Côté",
      phones: [{ number: "+15145551212" }],
      mobile: "+15145551212",
    };
    expect(tokensOf(twice, "client_more")).toEqual([]);
  });

  it("by tokens of its own that the search within clients computes, exactly", () => {
    const client = aClient(own);
    expect(unpacked(stamped(client).index.tokens)).toEqual(ownTokens(client, nameTokens(client).flat()));
  });

  it("while disabled, with a mark", () => {
    const tokens = entriesOf("find", { disabled: true });
    expect(tokens.length).toBeGreaterThan(0);
    expect(tokens.every(({ disabled }) => disabled)).toBe(true);
  });

  it("no more once in the archive, nor by an import", () => {
    const { index } = stamped(aClient({ ...own, tags: ["VIP"], status: "archived" }));
    expect(Object.keys(index)).toEqual(["rules", "lists"]);
  });

  it("with a title and with what tells it from others of that name", () => {
    const entryOf = (client: Partial<Client>) => findEntryOf(aClient(client));
    expect(entriesOf("find", own)[0]).toMatchObject({ title: "Noémie Côté", subtitle: "Garage Côté" });
    expect(entryOf(own)).toMatchObject({ title: "Noémie Côté", subtitle: "Garage Côté" });
    expect(entryOf({ name: "Garage", company: "Garage", mobile: "+15145551212" })?.subtitle).toBe("+15145551212");
    expect(entryOf({})?.subtitle).toBeUndefined();
  });
});

describe("a client stands in the lists", () => {
  it("of everybody and of those with or without a mobile number", () => {
    expect(facetsOf({})).toEqual(["active.all#-", "active.mobile#without"]);
    expect(facetsOf({ mobile: "+15145551212" })).toContain("active.mobile#with");
  });

  it("of each of its values, once", () => {
    const typeId = derivedId("clientType", "1");
    const assignedTo = [derivedId("member", "1"), derivedId("member", "2")];
    const indexed = { search: [], filter: { plate: ["ABC 123"], size: ["-5", "5"] } };
    expect(
      facetsOf({ typeId, assignedTo, tags: ["VIP", "vip", "Été", "★"], indexed })
        .slice(2)
        .sort(),
    ).toEqual(
      [
        `active.type#${typeId}`,
        "active.tag#vip",
        "active.tag#ete",
        "active.tag#★",
        ...assignedTo.map((member) => `active.assignedTo#${member}`),
        "active.field.plate#ABC 123",
        "active.field.size#-5",
        "active.field.size#5",
      ].sort(),
    );
  });

  it("of the unsubscribed when everything is refused on every channel", () => {
    const no = { general: false, marketing: false };
    expect(facetsOf({ subscriptions: { email: no, sms: no } })).toContain("active.subscription#unsubscribed");
    const some = { email: no, sms: { general: true, marketing: false } };
    expect(facetsOf({ subscriptions: some })).not.toContain("active.subscription#unsubscribed");
  });

  it("of its listing only", () => {
    expect(facetsOf({ disabled: true })).toEqual(["disabled.all#-", "disabled.mobile#without"]);
    expect(facetsOf({ disabled: true, status: "archived" })).toEqual(["archived.all#-", "archived.mobile#without"]);
  });

  it("at its alphabetical place", () => {
    const [entry] = entriesOf("facet", { name: "Élodie" });
    expect(entry?.sk).toBe(`elodie#${aClient({ name: "Élodie" }).id}`);
  });

  it("in none once it is removed", () => {
    const writes = projectionWrites([stamped(aClient()), undefined]);
    expect(writes).toHaveLength(2);
    expect(writes.every((write) => write.do === "delete")).toBe(true);
  });

  it("under keys that fit into the table, whatever it is called", () => {
    const long = fc.string({ unit: "binary", maxLength: 1500 });
    fc.assert(
      fc.property(long, fc.array(long, { maxLength: 3 }), (text, values) => {
        const indexed = { search: values, filter: { plate: values } };
        const writes = projectionWrites([
          undefined,
          stamped(aClient({ name: text, company: text, tags: values, indexed })),
        ]);
        const longest = (keys: string[]) => Math.max(0, ...keys.map((key) => Buffer.byteLength(key)));
        expect(longest(writes.map((write) => keyOf(write).pk))).toBeLessThan(2048);
        expect(longest(writes.map((write) => keyOf(write).sk))).toBeLessThan(1024);
      }),
      { numRuns: 40 },
    );
  }, 30_000);
});

describe("a marketing e-mail", () => {
  const agreed = { email: { general: true, marketing: true }, sms: { general: true, marketing: false } };
  const nothing = { email: { general: false, marketing: false }, sms: agreed.sms };
  const email = "a@garage.example";

  it.each([
    ["goes to who agreed", { email, subscriptions: agreed }, "ok"],
    ["does not go where there is no address", { subscriptions: agreed }, "no_address"],
    ["does not go to who was never asked", { email }, "never_opted_in"],
    ["does not go to who refused", { email, marketingRefusedAt: "2026-02-01T10:00:00.000Z" }, "unsubscribed"],
    ["does not go to who wants no e-mail at all", { email, subscriptions: nothing }, "unsubscribed"],
    ["does not go where mail bounced", { email, subscriptions: agreed, suppressed: "bounce" as const }, "suppressed"],
  ])("%s", (_, own, standing) => expect(mailStanding(aClient(own))).toBe(standing));
});
