#!/usr/bin/env bash
# Guessed: fauxqs, an SQS for tests, refuses DelaySeconds over 900 as it refuses a VisibilityTimeout over 43,200.
# True: SendMessage takes any number, 901 and 86,400 too, where SQS answers InvalidParameterValue; only the attribute of the
#   queue is checked. Tests pass, and the call fails in AWS.
# Source: SQS API reference, SendMessage: "Valid values: 0 to 900. Maximum: 15 minutes."
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --save-exact fauxqs@2.4.1 @aws-sdk/client-sqs@3.1162.0
cat >try.mjs <<'JS'
import { CreateQueueCommand, SendMessageCommand, SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { startFauxqs } from "fauxqs";
const server = await startFauxqs({ port: 0, logger: false });
const credentials = { accessKeyId: "test", secretAccessKey: "test" };
const sqs = new SQSClient({ endpoint: `http://127.0.0.1:${server.port}`, region: "us-east-1", credentials });
const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "q" }));
const outcome = (sending) => sending.then(() => "taken", (error) => error.name);
const message = await outcome(sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "x", DelaySeconds: 901 })));
const attribute = { QueueUrl, Attributes: { DelaySeconds: "901" } };
console.log(`message ${message}, queue ${await outcome(sqs.send(new SetQueueAttributesCommand(attribute)))}`);
await server.stop();
JS
printf 'node %s, fauxqs %s\n' "$(node --version)" "$(node -p 'require("./node_modules/fauxqs/package.json").version')"
seen=$(node try.mjs 2>&1 | tail -1)
echo "DelaySeconds 901: $seen"
case $seen in "message taken, queue "*InvalidAttributeValue) ;; *) echo "That has changed."; exit 1 ;; esac
echo "A message with a delay that SQS refuses is taken; only the queue's own delay is checked."
