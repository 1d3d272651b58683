#!/usr/bin/env bash
# Guessed: BatchGetItem answers in part only beyond 16 MB, and two emulators of DynamoDB that are tested against AWS agree on when.
# True: more than 1 MB asked of one partition is reason enough, and neither plays that. dynoxide knows the 16 MB alone; dynalite
#   stops at some 1.4 MB, of twenty partitions as of one. Code that forgets UnprocessedKeys passes on dynoxide, and in AWS loses
#   items that share a partition key, as the parts of one client do; what dynalite leaves says nothing of partitions.
# Source: DynamoDB API reference, BatchGetItem: it "returns a partial result if the response size limit is exceeded, … more than
#   1MB per partition is requested", the limit being 16 MB.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --save-exact @dynoxide/linux-x64@1.2.1 dynalite@4.0.0 @aws-sdk/client-dynamodb@3.1162.0
cat >try.mjs <<'JS'
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout } from "node:timers/promises";
import * as dynamodb from "@aws-sdk/client-dynamodb";

const program = {
  dynalite: (port) => ["node_modules/.bin/dynalite", ["--port", port, "--createTableMs", "0"]],
  dynoxide: (port) => ["node_modules/@dynoxide/linux-x64/dynoxide", ["serve", "--host", "127.0.0.1", "--port", port]],
};
const leftBy = async (name) => {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const port = String(probe.address().port);
  probe.close();
  const engine = spawn(...program[name](port), { stdio: "ignore" });
  const endpoint = `http://127.0.0.1:${port}`;
  while (!(await fetch(endpoint).catch(() => undefined))) await setTimeout(20);
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = new dynamodb.DynamoDBClient({ endpoint, region: "us-east-1", credentials });
  const send = (call, input) => client.send(new dynamodb[`${call}Command`](input));
  await send("CreateTable", {
    TableName: "parts",
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: [
      { AttributeName: "client", KeyType: "HASH" },
      { AttributeName: "part", KeyType: "RANGE" },
    ],
    AttributeDefinitions: ["client", "part"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
  });
  while ((await send("DescribeTable", { TableName: "parts" })).Table.TableStatus !== "ACTIVE") await setTimeout(20);
  const left = [];
  for (const partition of [() => "one", (number) => `of ${number}`]) {
    const Keys = Array.from({ length: 20 }, (_, number) => ({ client: { S: partition(number) }, part: { S: `${number}` } }));
    const text = { S: "x".repeat(100 * 1024) };
    for (const key of Keys) await send("PutItem", { TableName: "parts", Item: { ...key, text } });
    const { UnprocessedKeys } = await send("BatchGetItem", { RequestItems: { parts: { Keys } } });
    left.push(UnprocessedKeys.parts?.Keys.length ?? 0);
  }
  engine.kill();
  return `${name} ${left.join(" and ")}`;
};
console.log(`${await leftBy("dynalite")}; ${await leftBy("dynoxide")}`);
process.exit();
JS
printf 'node %s, dynalite %s, dynoxide %s\n' "$(node --version)" "$(node -p 'require("./node_modules/dynalite/package.json").version')" "$(node -p 'require("./node_modules/@dynoxide/linux-x64/package.json").version')"
seen=$(node try.mjs 2>/dev/null | tail -1)
echo "Of twenty items of 100 KB, left of one partition and of twenty: $seen"
[ "$seen" = "dynalite 6 and 6; dynoxide 0 and 0" ] || { echo "That has changed."; exit 1; }
echo "One leaves items wherever they stand, the other none: neither asks for partitions."
