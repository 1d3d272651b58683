import { describe, expect, it } from "vitest";
import { suppressClient } from "../../../../../functions/campaigns/recording/suppress-client.ts";
import { aBusiness, type Delivered } from "../../../../support/campaigns/business.ts";

type Business = Awaited<ReturnType<typeof aBusiness>>;

const family = "family@example.org";
const yes = { email: { marketing: true } };
const proof = { how: "phone", wording: "Oui, je veux les nouvelles" };

const add = async (business: Business, name: string, email: string, subscriptions?: object): Promise<string> => {
  const client = { name, email, subscriptions, tags: ["VIP"], assignedTo: [] };
  return ((await business.call("POST /v1/clients", "", client)) as { id: string }).id;
};

const mailed = async (business: Business): Promise<string[]> =>
  (await business.send(await business.plan())).map(({ to }) => to).sort();

/** An e-mail of a first campaign to an address that some clients have. */
const written = async (...names: string[]) => {
  const business = await aBusiness();
  const ids: string[] = [];
  for (const name of names) ids.push(await add(business, name, family, yes));
  const [mail, ...others] = await business.send(await business.plan());
  if (!mail || others.length > 0) throw new Error("One e-mail was expected.");
  return { business, ids, mail };
};

const oneClick = async ({ submit }: Business, mail: Delivered) => {
  expect(await submit(mail, { "List-Unsubscribe": "One-Click" })).toMatchObject({ status: 200 });
};
const tell = ({ db, clock }: Business, { client, to, messageId }: Delivered, why: "bounce" | "complaint") =>
  suppressClient(
    db,
    { accountId: db.accountId, clientId: client, why, address: to, messageId, at: clock.now().toISOString() },
    clock.now(),
  );

const noes: [string, (business: Business, mail: Delivered) => Promise<unknown>][] = [
  ["one click of a mailbox", oneClick],
  ["the button of the page", ({ submit }, mail) => submit(mail, { action: "save", offered: "email_marketing" })],
  ["a complaint", (business, mail) => tell(business, mail, "complaint")],
  ["a hard bounce", (business, mail) => tell(business, mail, "bounce")],
  [
    "staff, who were told so",
    ({ call }, { client }) =>
      call("PATCH /v1/clients/{id}", client, { subscriptions: { email: { marketing: false }, how: "phone" } }),
  ],
];

const ways: [string, (business: Business, id: string) => Promise<unknown>][] = [
  ["nothing happens", async () => undefined],
  ["another client has the address", async () => undefined],
  ["the client is archived", ({ call }, id) => call("DELETE /v1/clients/{id}", id)],
  [
    "the client is erased",
    async ({ call }, id) => {
      await call("DELETE /v1/clients/{id}", id);
      await call("POST /v1/clients/{id}/purge", id);
    },
  ],
  [
    "the client gets another address",
    ({ call }, id) => call("PATCH /v1/clients/{id}", id, { email: "new@example.org" }),
  ],
  [
    "the address is changed away and back",
    async ({ call }, id) => {
      for (const email of ["new@example.org", family]) await call("PATCH /v1/clients/{id}", id, { email });
    },
  ],
];

const newcomers: [string, (business: Business) => Promise<unknown>][] = [
  ["a new client", (business) => add(business, "Zoé", family)],
  [
    "a list that says yes",
    ({ importRow }) => importRow({ name: "Zoé", email: family, tags: ["VIP"], subscriptions: yes }),
  ],
  [
    "a client whose address is corrected to it",
    async (business) => {
      const id = await add(business, "Zoé", "zoe@example.org", yes);
      await business.call("PATCH /v1/clients/{id}", id, { email: family });
    },
  ],
];

describe.each(noes)("an address that said no by %s", (_, no) => {
  it.each(ways)("is mailed by no campaign, with whoever has it, where %s", async (_way, happen) => {
    const { business, mail } = await written("Ana", "Luc", "Eva");
    await no(business, mail);
    await happen(business, mail.client);
    expect((await mailed(business)).filter((to) => to === family)).toEqual([]);
  });

  it.each(newcomers)("is mailed no more when %s comes after the erasure", async (_newcomer, come) => {
    const { business, mail } = await written("Ana");
    await no(business, mail);
    await business.call("DELETE /v1/clients/{id}", mail.client);
    await business.call("POST /v1/clients/{id}/purge", mail.client);
    await come(business);
    expect(await mailed(business)).toEqual([]);
  });
});

describe("an e-mail to a client who was erased since", () => {
  it.each(noes.slice(0, 4))("still takes a no for the address: %s", async (_, no) => {
    const { business, mail } = await written("Ana");
    await business.call("DELETE /v1/clients/{id}", mail.client);
    await business.call("POST /v1/clients/{id}/purge", mail.client);
    await add(business, "Luc", family, yes);
    await no(business, mail);
    expect(await mailed(business)).toEqual([]);
  });
});

describe("marketing that was refused", () => {
  const refused = async () => {
    const { business, mail } = await written("Ana");
    await oneClick(business, mail);
    return { business, id: mail.client };
  };

  it.each([
    ["nothing", {}],
    ["how alone", { how: proof.how }],
    ["wording alone", { wording: proof.wording }],
  ])("is not turned on again with %s", async (_, given) => {
    const { business, id } = await refused();
    const change = business.call("PATCH /v1/clients/{id}", id, { subscriptions: { ...yes, ...given } });
    await expect(change).rejects.toMatchObject({ code: "validation-failed" });
    expect(await mailed(business)).toEqual([]);
  });

  it("is not turned on for a new client with the address without proof either", async () => {
    const { business } = await refused();
    await expect(add(business, "Luc", family, yes)).rejects.toMatchObject({ code: "validation-failed" });
    expect(await mailed(business)).toEqual([]);
  });

  it("is turned on again with how and wording, and mailed", async () => {
    const { business, id } = await refused();
    await business.call("PATCH /v1/clients/{id}", id, { subscriptions: { ...yes, ...proof } });
    expect(await mailed(business)).toEqual([family]);
  });
});
