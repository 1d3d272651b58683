import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";

const throwing = (_: string, error: unknown): never => {
  throw error;
};

// How much CPU the projector of a checkout takes for one client: `node cpu-child.ts <folder>`. The table answers at once:
// what is left is our own code, and the SDK's work on what it sends.

const [folder = ""] = process.argv.slice(2);
const from = (path: string) => import(join(folder, path));

const { project }: typeof import("../../functions/changes/project.ts") = await from("functions/changes/project.ts");
const { documentClient, openTable }: typeof import("../../shared/db/table.ts") = await from("shared/db/table.ts");
const { toStored }: typeof import("../../shared/db/entity.ts") = await from("shared/db/entity.ts");
const { clients }: typeof import("../../shared/entities/client.ts") = await from("shared/entities/client.ts");
const { sampleClient }: typeof import("../support/sample-clients.ts") = await from("bench/support/sample-clients.ts");
/** A checkout of before 0.3 works out in the projector what its clients are found by. */
const stamp: typeof import("../../shared/entities/client-stamp.ts") | undefined = await from(
  "shared/entities/client-stamp.ts",
).catch(() => undefined);
const { derivedId }: typeof import("../../shared/ids.ts") = await from("shared/ids.ts");

const CLIENTS = 100;
const WARM_UP = 10;
const BATCHES = 30;

const nothing = { statusCode: 200, headers: {}, body: Buffer.from("{}") };
const direct = new DynamoDBClient({
  region: "ca-central-1",
  credentials: { accessKeyId: "bench", secretAccessKey: "bench" },
  requestHandler: { handle: async () => ({ response: nothing }) },
});
const table = openTable(documentClient(direct), "bench");
const log = { info: () => undefined, error: throwing, metric: () => undefined };
const account = derivedId("account", "bench", "cpu");

const indexed = (client: Parameters<typeof clients.keys>[0]) => ({
  ...toStored(clients, client),
  ...(stamp ? { index: stamp.stampOf(client) } : {}),
});
const setAside = ({ error }: { error: string }) => throwing("RECORD_SET_ASIDE", new Error(error));

const costs: number[] = [];
for (let batch = 0; batch < WARM_UP + BATCHES; batch++) {
  const Records = Array.from({ length: CLIENTS }, (_, number) => ({
    eventName: "INSERT",
    dynamodb: {
      SequenceNumber: String(number).padStart(21, "0"),
      ApproximateCreationDateTime: Math.floor(Date.now() / 1000),
      NewImage: marshall(indexed(sampleClient(account, batch * CLIENTS + number)), {
        removeUndefinedValues: true,
      }),
    },
  }));
  const before = process.cpuUsage();
  await project({ Records }, { table, log, setAside });
  const { user, system } = process.cpuUsage(before);
  if (batch >= WARM_UP) costs.push((user + system) / 1000 / CLIENTS);
}
console.log(JSON.stringify({ milliseconds: costs.toSorted((a, b) => a - b)[Math.floor(costs.length / 2)] }));
