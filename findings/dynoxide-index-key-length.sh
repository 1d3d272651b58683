#!/usr/bin/env bash
# Guessed: dynoxide, a DynamoDB for tests that refuses a partition key of more than 2,048 bytes and a sort key of more than 1,024,
#   refuses the same in the keys of a secondary index.
# True: it takes index keys of any length. In AWS the item is refused as a whole: a name that is copied into an index's sort key
#   is stored as long as nobody's is long, and the first long one is a write that fails.
# Source: DynamoDB developer guide, "Quotas in Amazon DynamoDB", on the length of partition and sort keys, which it says of tables
#   and secondary indexes alike.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --save-exact @dynoxide/linux-x64@1.2.1 @aws-sdk/client-dynamodb@3.1162.0
cat >try.mjs <<'JS'
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout } from "node:timers/promises";
import { CreateTableCommand, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";

const probe = createServer().listen(0, "127.0.0.1");
await once(probe, "listening");
const { port } = probe.address();
probe.close();
const parameters = ["serve", "--host", "127.0.0.1", "--port", String(port)];
const engine = spawn("node_modules/@dynoxide/linux-x64/dynoxide", parameters, { stdio: "ignore" });
const endpoint = `http://127.0.0.1:${port}`;
while (!(await fetch(endpoint).catch(() => undefined))) await setTimeout(20);
const credentials = { accessKeyId: "test", secretAccessKey: "test" };
const client = new DynamoDBClient({ endpoint, region: "us-east-1", credentials });
const key = (hash, range) => [
  { AttributeName: hash, KeyType: "HASH" },
  { AttributeName: range, KeyType: "RANGE" },
];
await client.send(
  new CreateTableCommand({
    TableName: "clients",
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: key("pk", "sk"),
    GlobalSecondaryIndexes: [
      { IndexName: "byName", KeySchema: key("list", "name"), Projection: { ProjectionType: "KEYS_ONLY" } },
    ],
    AttributeDefinitions: ["pk", "sk", "list", "name"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
  }),
);
const put = async (changed) => {
  const item = { pk: "1", sk: "1", list: "active", name: "Ana", ...changed };
  const Item = Object.fromEntries(Object.entries(item).map(([name, S]) => [name, { S }]));
  return client.send(new PutItemCommand({ TableName: "clients", Item })).then(() => "taken", (error) => error.name);
};
const table = `${await put({ pk: "p".repeat(2049) })}, ${await put({ sk: "s".repeat(1025) })}`;
const index = `${await put({ list: "p".repeat(2049) })}, ${await put({ name: "s".repeat(1025) })}`;
console.log(`keys of the table ${table}; of the index ${index}`);
engine.kill();
JS
printf 'node %s, dynoxide %s\n' "$(node --version)" "$(node -p 'require("./node_modules/@dynoxide/linux-x64/package.json").version')"
seen=$(node try.mjs 2>/dev/null | tail -1)
echo "A byte too long: $seen"
[ "$seen" = "keys of the table ValidationException, ValidationException; of the index taken, taken" ] || { echo "That has changed."; exit 1; }
echo "The keys of the table have their longest length, those of its indexes none."
