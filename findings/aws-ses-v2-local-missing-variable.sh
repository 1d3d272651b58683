#!/usr/bin/env bash
# Guessed: aws-ses-v2-local, an SES for tests, treats a template's variable that TemplateData does not hold as SES does, or at
#   least does not show a mail for it.
# True: it answers SUCCESS, as SES does, and then shows a mail in which the variable is empty. SES sends nothing at all for that
#   recipient: the message ends as a Rendering Failure event, which is told only where a configuration set publishes it. What
#   is a mail in the test's mailbox reaches nobody in AWS.
# Source: SES developer guide, "Using templates to send personalized email": a call may succeed while the mail is not sent
#   because a tag of the template has no value, hence its advice to turn on Rendering Failure notifications.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --save-exact aws-ses-v2-local@2.10.2 @aws-sdk/client-sesv2@3.1162.0
cat >try.mjs <<'JS'
import { once } from "node:events";
import { createServer } from "node:net";
import { SendBulkEmailCommand, SESv2Client } from "@aws-sdk/client-sesv2";
import local from "aws-ses-v2-local";

const probe = createServer().listen(0, "127.0.0.1");
await once(probe, "listening");
const { port } = probe.address();
probe.close();
const start = typeof local === "function" ? local : (local.default?.default ?? local.default);
await start({ port, host: "127.0.0.1" });
const endpoint = `http://127.0.0.1:${port}`;
const credentials = { accessKeyId: "ANY_STRING", secretAccessKey: "ANY_STRING" };
const ses = new SESv2Client({ endpoint, region: "us-east-1", credentials });
const { BulkEmailEntryResults } = await ses.send(
  new SendBulkEmailCommand({
    FromEmailAddress: "shop@example.com",
    DefaultContent: {
      Template: { TemplateContent: { Subject: "For {{name}}", Text: "Dear {{name}}," }, TemplateData: "{}" },
    },
    BulkEmailEntries: [{ Destination: { ToAddresses: ["ana@example.com"] } }],
  }),
);
const { emails } = await (await fetch(`${endpoint}/store`)).json();
console.log(`${BulkEmailEntryResults[0].Status}, ${emails.length} mail: ${JSON.stringify(emails[0]?.body.text)}`);
process.exit();
JS
printf 'node %s, aws-ses-v2-local %s\n' "$(node --version)" "$(node -p 'require("./node_modules/aws-ses-v2-local/package.json").version')"
seen=$(node try.mjs 2>/dev/null | tail -1)
echo "A template with a variable that has no value: $seen"
[ "$seen" = 'SUCCESS, 1 mail: "Dear ,"' ] || { echo "That has changed."; exit 1; }
echo "The mailbox holds a mail with a gap, where SES would have sent none."
