import { beforeAll, describe, expect, inject, test } from "vitest";
import { routes as clientRoutes } from "../../functions/clients/manifest.ts";
import { routes } from "../../functions/documents/manifest.ts";
import { mailTo } from "../support/mailbox-of-the-stack.ts";
import { type RouteClient, routeClient } from "../support/route-client.ts";
import { ringNow, scheduleOf } from "../support/timers-of-the-stack.ts";
import { until } from "../support/until.ts";

let api: RouteClient;
let url: string;
let clients = 0;

beforeAll(() => {
  const stack = inject("stack");
  url = stack.url;
  api = routeClient({ baseUrl: url, token: stack.accounts[0]?.apiKey ?? "" });
});

/** A request that has reached its client, with its reminders. */
const aRequest = async (...days: number[]) => {
  clients += 1;
  const email = `reminders-${clients}-${Date.now()}@example.org`;
  const { body: client } = await api.call(clientRoutes.create, { body: { name: "Cliente", email, language: "fr" } });
  const { body: request } = await api.call(routes.createRequest, {
    body: {
      clientIds: [client.id],
      title: `Permis ${clients}`,
      reminders: days.map((afterDays) => ({ afterDays })),
    },
  });
  await mailTo(url, email, /vous demande un document/);
  return { client, email, request };
};
const read = async (id: string) => (await api.call(routes.getRequest, { params: { id } })).body;
const sent = (id: string) => async () =>
  (await read(id)).clients.every(({ mail }) => mail === "sent" || mail === "delivered");
const noneFor = (id: string) => async () => (await scheduleOf(url, id)) === undefined;

describe("a reminder of a request", () => {
  test("goes out when its schedule runs, and the next one is scheduled", async () => {
    const { client, email, request } = await aRequest(1, 2);
    const { body: card } = await api.call(clientRoutes.card, { params: { id: client.id } });
    expect(card).toMatchObject({
      documentRequests: [{ requestId: request.id, title: request.title, status: "waiting" }],
    });
    const [first, second] = request.reminders;
    await until(sent(request.id), "the client has the link");
    const schedule = await ringNow(url, request.id, first?.dueAt);
    expect(schedule.nextAt).toBe(first?.dueAt);
    await until(async () => (await read(request.id)).clients[0]?.reminders === 1, "the first reminder is sent");
    await until(sent(request.id), "the client has the first reminder");

    await ringNow(url, request.id, second?.dueAt);
    await until(async () => (await read(request.id)).clients[0]?.reminders === 2, "the second reminder is sent");
    await mailTo(url, email, new RegExp(`Rappel\u00a0: ${request.title}`));
    expect((await read(request.id)).reminders.map(({ status }) => status)).toEqual(["sent", "sent"]);
    await until(noneFor(request.id), "no schedule is left");
  });

  test("follows a changed request, and is not scheduled any more once the request is cancelled", async () => {
    const { request } = await aRequest(3);
    await until(async () => (await scheduleOf(url, request.id)) !== undefined, "the reminder is scheduled");
    const { body: moved } = await api.call(routes.updateRequest, {
      params: { id: request.id },
      body: { reminders: [{ afterDays: 9 }] },
    });
    const dueAt = moved.reminders[0]?.dueAt;
    await until(async () => (await scheduleOf(url, request.id))?.nextAt === dueAt, "the schedule moved");
    await api.call(routes.cancel, { params: { id: request.id } });
    await until(noneFor(request.id), "the schedule is gone");
    expect((await read(request.id)).reminders).toMatchObject([{ status: "dropped" }]);
  });
});
