import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createRawServer, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { type PostOptions, post } from "../../../../functions/webhooks/sending/post.ts";

const servers: { close(): void; closeAllConnections(): void }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A receiver on this machine. */
const receiver = async (answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> => {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`;
};

/** A receiver that answers with bytes of its own. */
const rawReceiver = async (answer: (socket: Socket) => void): Promise<string> => {
  const sockets = new Set<Socket>();
  const server = createRawServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined).once("data", () => answer(socket));
  });
  const closeAllConnections = () => {
    for (const socket of sockets) socket.destroy();
  };
  servers.push({ close: () => server.close(), closeAllConnections });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`;
};

const SWITCHING = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n";
const TAKEN = "HTTP/1.1 200 OK\r\ncontent-length: 100";

const here: PostOptions = { loopback: true, resolve: async () => [{ address: "127.0.0.1", family: 4 }] };
const message = { headers: { "content-type": "application/json", "webhook-id": "evt_1" }, body: '{"n":"Zoé"}' };

describe("a post", () => {
  it("brings headers and body, and says how it went", async () => {
    const seen: { method?: string | undefined; id?: unknown; body: string }[] = [];
    const url = await receiver(async (request, response) => {
      let body = "";
      for await (const piece of request) body += piece;
      seen.push({ method: request.method, id: request.headers["webhook-id"], body });
      response.writeHead(202).end("thank you");
    });
    expect(await post(url, message, here)).toEqual({ durationMs: expect.any(Number), responseStatus: 202 });
    expect(seen).toEqual([{ method: "POST", id: "evt_1", body: '{"n":"Zoé"}' }]);
  });

  it("follows no redirect", async () => {
    let calls = 0;
    const other = await receiver((_, response) => {
      calls += 1;
      response.end();
    });
    const url = await receiver((_, response) => response.writeHead(307, { location: other }).end());
    expect(await post(url, message, here)).toMatchObject({ responseStatus: 307, error: "redirected" });
    expect(calls).toBe(0);
  });

  it.each([400, 404, 410, 429, 500, 503])("that is answered %i has failed", async (status) => {
    const url = await receiver((_, response) => response.writeHead(status).end());
    expect(await post(url, message, here)).toMatchObject({ responseStatus: status, error: "bad_status" });
  });

  it.each([
    [429, "120", 120],
    [503, "1000000", 86_400],
    [500, "120", undefined],
    [200, "120", undefined],
    [429, "soon", undefined],
    [429, "Wed, 21 Oct 2015 07:28:00 GMT", undefined],
    [429, "-5", undefined],
  ])("that is answered %i with Retry-After %s", async (status, header, expected) => {
    const url = await receiver((_, response) => response.writeHead(status, { "retry-after": header }).end());
    expect((await post(url, message, here)).retryAfter).toBe(expected);
  });

  it("tells of a date to wait for in seconds", async () => {
    const at = new Date(Date.now() + 90_000).toUTCString();
    const url = await receiver((_, response) => response.writeHead(503, { "retry-after": at }).end());
    const { retryAfter } = await post(url, message, here);
    expect(retryAfter).toBeGreaterThan(80);
    expect(retryAfter).toBeLessThan(92);
  });

  it("waits no longer than it is told to", async () => {
    const url = await receiver(() => undefined);
    const { error, durationMs } = await post(url, message, { ...here, seconds: 0.2 });
    expect(error).toBe("timed_out");
    // Ten seconds are what it waits when it is told nothing.
    expect(durationMs).toBeLessThan(9000);
  });

  it("waits no longer for a name either", async () => {
    const never = { ...here, resolve: () => new Promise<never>(() => undefined), seconds: 0.1 };
    expect(await post("https://partner.example/", message, never)).toMatchObject({ error: "timed_out" });
  });

  it("reads little of an answer that does not end", async () => {
    let written = 0;
    const url = await receiver((_, response) => {
      response.writeHead(200);
      const more = () => {
        if (response.destroyed) return;
        written += 16_384;
        response.write(Buffer.alloc(16_384), () => setImmediate(more));
      };
      more();
    });
    expect(await post(url, message, here)).toMatchObject({ responseStatus: 200 });
    expect(written).toBeLessThan(10_000_000);
  });

  it("has arrived when its status has, though the answer never ends", async () => {
    const url = await receiver((_, response) => {
      response.writeHead(200);
      response.write("a");
    });
    expect(await post(url, message, { ...here, seconds: 0.3 })).toMatchObject({ responseStatus: 200 });
  });

  const raw: [string, (socket: Socket) => void, object][] = [
    ["another protocol", (socket) => socket.write(`${SWITCHING}\r\n`), { responseStatus: 101, error: "bad_status" }],
    ["another protocol, and closed", (socket) => socket.end(`${SWITCHING}\r\n`), { error: "bad_status" }],
    ["nothing, and closed", (socket) => socket.end(), { error: "not_connected" }],
    ["nothing, and reset", (socket) => socket.resetAndDestroy(), { error: "not_connected" }],
    ["what is no HTTP", (socket) => socket.end("hello\r\n\r\n"), { error: "not_connected" }],
    ["half of an answer", (socket) => socket.write("HTTP/1.1 200 O"), { error: "timed_out" }],
    [
      "that it may go on, and no more",
      (socket) => socket.write("HTTP/1.1 100 Continue\r\n\r\n"),
      { error: "timed_out" },
    ],
    ["status and no answer", (socket) => socket.end(`${TAKEN}\r\n\r\nabc`), { responseStatus: 200 }],
    [
      "an answer that is none of gzip",
      (socket) => socket.end(`${TAKEN}\r\ncontent-encoding: gzip\r\n\r\nabc`),
      { responseStatus: 200 },
    ],
  ];
  it.each(raw)("that is answered with %s comes to an end", async (_, answer, expected) => {
    const url = await rawReceiver(answer);
    expect(await post(url, message, { ...here, seconds: 0.5 })).toMatchObject(expected);
  });

  it("that nobody takes has not connected", async () => {
    const url = await receiver(() => undefined);
    for (const server of servers.splice(0)) server.close();
    expect(await post(url, message, here)).toMatchObject({ error: "not_connected" });
  });

  it("goes to the addresses that were found good, whatever the name says by then", async () => {
    const hosts: unknown[] = [];
    const url = await receiver((request, response) => {
      hosts.push(request.headers.host);
      response.end();
    });
    // A name that no resolver knows: the connection can only be made to the address that was given.
    const named = url.replace("127.0.0.1", "localhost");
    expect(await post(named, message, here)).toMatchObject({ responseStatus: 200 });
    expect(hosts).toEqual([new URL(named).host]);
  });

  it("reaches nothing that is not public, and does not knock", async () => {
    let calls = 0;
    const url = await receiver((_, response) => {
      calls += 1;
      response.end();
    });
    const strict = { ...here, loopback: false };
    const port = new URL(url).port;
    for (const target of [
      url,
      `https://partner.example:${port}/`,
      `https://localhost:${port}/`,
      `https://[::1]:${port}/`,
    ])
      expect(await post(target, message, strict)).toMatchObject({ error: "forbidden_address" });
    expect(calls).toBe(0);
  });
});
