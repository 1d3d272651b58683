import { beforeAll, describe, expect, inject, test } from "vitest";
import { routes as clientRoutes } from "../../functions/clients/manifest.ts";
import { routes } from "../../functions/conversations/manifest.ts";
import { mailTo } from "../support/mailbox-of-the-stack.ts";
import { type RouteClient, routeClient } from "../support/route-client.ts";
import { until } from "../support/until.ts";

let api: RouteClient;

beforeAll(() => {
  const { url, accounts } = inject("stack");
  api = routeClient({ baseUrl: url, token: accounts[0]?.apiKey ?? "" });
});

describe("a conversation on the local stack", () => {
  test("reaches the client by e-mail, says when it was delivered, and is found in its folder", async () => {
    const email = `conversations-${Date.now()}@example.org`;
    const { body: client } = await api.call(clientRoutes.create, { body: { name: "Ida Roy", email } });
    const { body: begun } = await api.call(routes.create, {
      body: { clientId: client.id, subject: "Vos pneus", message: { body: "Bonjour Ida,\n\nIls sont posés." } },
    });
    const mail = await mailTo(inject("stack").url, email, /^Vos pneus$/);
    expect(mail.text).toContain("Ils sont posés.");

    const params = { id: begun.id };
    const statusOf = async () => {
      const [newest] = (await api.call(routes.listMessages, { params })).body.data;
      return newest?.kind === "message" ? newest.status : undefined;
    };
    await until(async () => (await statusOf()) === "delivered", "the message is delivered");

    const ids = async () => (await api.call(routes.list, { query: { limit: 100 } })).body.data.map(({ id }) => id);
    await until(async () => (await ids()).includes(begun.id), "the folder of open ones has it");
  });

  test("takes an internal note, which goes nowhere", async () => {
    const email = `notes-${Date.now()}@example.org`;
    const { body: client } = await api.call(clientRoutes.create, { body: { name: "Ida Roy", email } });
    const { body: begun } = await api.call(routes.create, { body: { clientId: client.id, subject: "Freins" } });
    const params = { id: begun.id };
    await api.call(routes.addNote, { params, body: { body: "Ne pas le dire" } });
    await api.call(routes.write, { params, body: { body: "Bonjour Ida" } });
    const mail = await mailTo(inject("stack").url, email, /^Freins$/);
    expect(JSON.stringify(mail)).not.toContain("Ne pas le dire");
    expect((await api.call(routes.listMessages, { params })).body.data).toHaveLength(2);
  });
});
