import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

const [milliseconds = "0"] = process.argv.slice(2);

/** A process that takes every bulk e-mail, as SES would: it reads the call, and after a while answers for each entry. */
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const { BulkEmailEntries }: { BulkEmailEntries: unknown[] } = JSON.parse(Buffer.concat(chunks).toString());
  const BulkEmailEntryResults = BulkEmailEntries.map((_, index) => ({
    Status: "SUCCESS",
    MessageId: `message-${index}`,
  }));
  await pause(Number(milliseconds));
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ BulkEmailEntryResults }));
});
// Of a connection that is closed while a call begins nobody can tell whether the call was taken.
server.keepAliveTimeout = 600_000;
server.listen(0, "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.stdin.on("end", () => process.exit(0)).resume();
