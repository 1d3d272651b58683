import { describe, expect, test } from "vitest";
import { createClientele } from "../../../client/src/create-clientele.ts";
import { problem, scriptedServer } from "../../support/scripted-server.ts";

describe("a call that takes too long", () => {
  test("a try that hangs is ended and made again", async () => {
    const { baseUrl, received } = await scriptedServer("never", { status: 200, body: { id: "cli_1" } });
    const clientele = createClientele({ baseUrl, timeout: 50 });
    await expect(clientele.clients.get({ id: "cli_1", timeout: 100 })).resolves.toEqual({ id: "cli_1" });
    expect(received).toHaveLength(2);
  });

  test("the whole call is ended with its retries", async () => {
    const { baseUrl } = await scriptedServer("never");
    const clientele = createClientele({ baseUrl, totalTimeout: 80, maxRetries: 1000 });
    await expect(clientele.clients.get({ id: "cli_1" })).rejects.toMatchObject({
      name: "TimeoutError",
      message: `GET ${baseUrl}/v1/clients/cli_1 was not answered in time.`,
    });
  });

  test("a signal ends it, and its reason is what the caller is told", async () => {
    const { baseUrl, received } = await scriptedServer("never");
    const gone = new AbortController();
    const call = createClientele({ baseUrl }).clients.get({ id: "cli_1", signal: gone.signal });
    gone.abort(new Error("The visitor has left."));
    await expect(call).rejects.toThrow("The visitor has left.");
    expect(received.length).toBeLessThan(2);
  });

  test("a signal ends the wait for the next try, too", async () => {
    const { baseUrl, received } = await scriptedServer(problem(503, "unavailable", {}, { "retry-after": "60" }));
    const signal = AbortSignal.timeout(300);
    const call = createClientele({ baseUrl }).clients.get({ id: "cli_1", signal });
    await expect(call).rejects.toMatchObject({ name: "TimeoutError" });
    expect(received).toHaveLength(1);
  });
});
