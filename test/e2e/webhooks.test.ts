import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook as Verifier } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { routes as clientRoutes } from "../../functions/clients/manifest.ts";
import { routes } from "../../functions/webhooks/manifest.ts";
import { mailTo } from "../support/mailbox-of-the-stack.ts";
import { type RouteClient, routeClient } from "../support/route-client.ts";
import { until } from "../support/until.ts";

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

let api: RouteClient;
let url: string;
let owner: string;
let server: Server;
/** What each path has got, and the statuses that it answers with, one after the other; then 204. */
const received = new Map<string, Received[]>();
const statuses = new Map<string, number[]>();

beforeAll(async () => {
  const stack = inject("stack");
  const [account] = stack.accounts;
  url = stack.url;
  owner = account?.owner.email ?? "";
  api = routeClient({ baseUrl: url, token: account?.apiKey ?? "" });
  server = createServer(async (request, response) => {
    let body = "";
    for await (const piece of request) body += piece;
    const path = request.url ?? "";
    received.set(path, [...(received.get(path) ?? []), { headers: request.headers, body }]);
    response.writeHead(statuses.get(path)?.shift() ?? 204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => server.close());

const aWebhook = async (path: string, eventTypes: string[]) => {
  const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  const { body } = await api.call(routes.create, { body: { url: target, eventTypes } });
  return body;
};
const deliveriesOf = async (id: string) => (await api.call(routes.listDeliveries, { params: { id } })).body.data;
const delivered = (id: string) => async () => {
  const deliveries = await deliveriesOf(id);
  return deliveries.length > 0 && deliveries.every(({ status }) => status === "delivered") ? deliveries : undefined;
};

describe("a webhook", () => {
  test("is told of a change, signed, tried again when it did not take it, and sent it once more when asked", async () => {
    statuses.set("/clients", [503]);
    const webhook = await aWebhook("/clients", ["client.created"]);
    const { body: client } = await api.call(clientRoutes.create, { body: { name: "Cliente du webhook" } });
    const [delivery] = await until(delivered(webhook.id), "the second attempt is taken");
    expect(delivery?.attempts).toMatchObject([{ responseStatus: 503, error: "bad_status" }, { responseStatus: 204 }]);

    const [first, second] = received.get("/clients") ?? [];
    const event = new Verifier(webhook.secret).verify(second?.body ?? "", second?.headers as Record<string, string>);
    expect(event).toMatchObject({ type: "client.created", data: { resource: { id: client.id, name: client.name } } });
    expect(first?.headers["webhook-id"]).toBe(second?.headers["webhook-id"]);

    await api.call(routes.replayDelivery, { params: { id: webhook.id, deliveryId: delivery?.id ?? "" } });
    const third = await until(async () => received.get("/clients")?.[2], "the event is sent again");
    expect(third.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
    await api.call(routes.delete, { params: { id: webhook.id } });
  });

  test("that says 410 is disabled, and its owner hears of it; enabled again, it is sent what it missed", async () => {
    statuses.set("/gone", [410]);
    const webhook = await aWebhook("/gone", ["client_type.*"]);
    const params = { id: webhook.id };
    await api.call(routes.test, { params });
    const disabled = await until(async () => {
      const { body } = await api.call(routes.get, { params });
      return body.status === "disabled" ? body : undefined;
    }, "the webhook is disabled");
    expect(disabled.disabledReason).toBe("gone");
    await mailTo(url, owner, /Webhook/);

    await api.call(routes.update, { params, body: { status: "enabled" } });
    await api.call(routes.replay, { params, body: { from: webhook.createdAt } });
    await until(delivered(webhook.id), "what failed is sent again");
    expect(received.get("/gone")).toHaveLength(2);
    await api.call(routes.delete, { params });
  });
});
