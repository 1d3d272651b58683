import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { suppressClient } from "../../../../../functions/campaigns/recording/suppress-client.ts";
import { AppError } from "../../../../../shared/errors.ts";
import { aBusiness, type Delivered } from "../../../../support/campaigns/business.ts";

const sequences = Number(process.env.SEQUENCES ?? 150);
const addresses = ["a@example.org", "b@example.org", "family@example.org"];
const proof = { how: "phone", wording: "Oui, je veux les nouvelles" };

const someone = fc.nat(3);
const address = fc.constantFrom(...addresses);
const mail = fc.nat(20);
const step = fc.oneof(
  fc.record({ does: fc.constant("create" as const), address, agrees: fc.boolean(), proven: fc.boolean() }),
  fc.record({ does: fc.constant("choose" as const), someone, agrees: fc.boolean(), proven: fc.boolean() }),
  fc.record({ does: fc.constant("move" as const), someone, address }),
  fc.record({ does: fc.constantFrom("archive" as const, "purge" as const), someone }),
  fc.record({ does: fc.constant("import" as const), address, agrees: fc.boolean(), name: fc.nat(1) }),
  fc.record({
    does: fc.constantFrom("one click" as const, "page yes" as const, "complain" as const, "bounce" as const),
    mail,
  }),
  fc.record({ does: fc.constant("send" as const), optedInOnly: fc.boolean() }),
  fc.record({ does: fc.constant("send" as const), optedInOnly: fc.constant(true) }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** What is true of addresses, as simply as can be said: the last word about campaigns, and whether mail may go there. */
const play = async (steps: readonly Step[]): Promise<number> => {
  const business = await aBusiness();
  const { db, clock } = business;
  const refused = new Set<string>();
  const dead = new Set<string>();
  /** Clients who said no themselves. */
  const unwilling = new Set<string>();
  let sent = 0;

  const find = (number: number) => business.clients().sort((x, y) => (x.id < y.id ? -1 : 1))[number];
  const agree = async (id: string, email: string, { agrees, proven }: { agrees: boolean; proven: boolean }) => {
    const known = business.clients().find((client) => client.id === id);
    const subscriptions = { email: { marketing: agrees }, ...(proven ? proof : {}) };
    const asNew = { name: `Client ${business.clients().length}`, email, tags: ["VIP"], assignedTo: [], subscriptions };
    const change = () =>
      known
        ? business.call("PATCH /v1/clients/{id}", id, { subscriptions })
        : business.call("POST /v1/clients", "", asNew);
    if (agrees && !proven && (refused.has(email) || unwilling.has(id))) {
      const before = business.clients();
      await expect(change()).rejects.toThrow(AppError);
      expect(business.clients()).toEqual(before);
      return;
    }
    const { id: changed } = (await change()) as { id: string };
    if (agrees) {
      refused.delete(email);
      unwilling.delete(changed);
    } else if (known?.subscriptions.email.marketing || (proven && !unwilling.has(changed))) {
      refused.add(email);
      unwilling.add(changed);
    }
  };

  const act = async (step: Step): Promise<void> => {
    if (step.does === "create") return agree("", step.address, step);
    if (step.does === "import") return bring(step);
    if (step.does === "send") return mailOut(step.optedInOnly);
    if ("mail" in step) {
      const chosen = business.mailbox[step.mail % Math.max(1, business.mailbox.length)];
      return chosen && react(step.does, chosen);
    }
    const client = find(step.someone);
    if (!client) return;
    const { id, email = "" } = client;
    if (step.does === "choose" && client.status === "active") return agree(id, email, step);
    if (step.does === "move") {
      if (step.address === email) return;
      await business.call("PATCH /v1/clients/{id}", id, { email: step.address });
      if (unwilling.has(id)) refused.add(step.address);
    }
    if (step.does === "archive" || (step.does === "purge" && client.status === "active"))
      await business.call("DELETE /v1/clients/{id}", id);
    if (step.does === "purge") await business.call("POST /v1/clients/{id}/purge", id);
  };

  const bring = async (step: Extract<Step, { does: "import" }>) => {
    const before = new Map(business.clients().map((client) => [client.id, client]));
    const consent = { email: { marketing: step.agrees } };
    await business.importRow({
      name: `Client ${step.name}`,
      email: step.address,
      tags: ["VIP"],
      subscriptions: consent,
    });
    if (step.agrees) return;
    for (const { id, email, marketingRefusedAt } of business.clients()) {
      if (!marketingRefusedAt || before.get(id)?.marketingRefusedAt === marketingRefusedAt) continue;
      for (const refusing of [step.address, email]) if (refusing) refused.add(refusing);
      unwilling.add(id);
    }
  };

  const react = async (does: "one click" | "page yes" | "complain" | "bounce", delivered: Delivered) => {
    const { to, messageId, client: clientId } = delivered;
    const client = business.clients().find(({ id }) => id === clientId);
    if (does === "complain" || does === "bounce") {
      const why = does === "complain" ? ("complaint" as const) : ("bounce" as const);
      const news = { accountId: db.accountId, clientId, why, address: to, messageId, at: clock.now().toISOString() };
      await suppressClient(db, news, clock.now());
      dead.add(to);
      if (does === "complain") refused.add(to);
      if (does === "complain" && client?.email === to) unwilling.add(clientId);
    } else if (does === "one click") {
      expect((await business.submit(delivered, { "List-Unsubscribe": "One-Click" })).status).toBe(200);
      for (const email of [to, client?.email]) if (email) refused.add(email);
      if (client) unwilling.add(clientId);
    } else if (client) {
      await business.submit(delivered, { action: "save", offered: "email_marketing", email_marketing: "on" });
      unwilling.delete(clientId);
      if (client.email === to) refused.delete(to);
    }
  };

  const mailOut = async (optedInOnly: boolean) => {
    const mails = await business.send(await business.plan({ optedInOnly }));
    const open = business
      .clients()
      .filter(
        ({ id, status, subscriptions: { email } }) =>
          status === "active" && !unwilling.has(id) && (optedInOnly ? email.marketing : email.general),
      )
      .flatMap(({ email }) => (email && !refused.has(email) && !dead.has(email) ? [email] : []));
    expect(mails.map(({ to }) => to).sort()).toEqual([...new Set(open)].sort());
    sent += mails.length;
  };

  for (const one of steps) await act(one);
  await mailOut(true);
  await mailOut(false);
  return sent;
};

describe("who said no", () => {
  it("is mailed nothing, whatever is done with clients and addresses, and everybody else once", {
    timeout: 5_000 + sequences * 100,
  }, async () => {
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 25 }), async (steps) => {
        sent += await play(steps);
      }),
      { numRuns: sequences },
    );
    expect(sent).toBeGreaterThan(0);
  });
});
