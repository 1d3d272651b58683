#!/usr/bin/env bash
# Guessed: a user pool of cognito-local that is made with UsernameConfiguration.CaseSensitive false knows ana@example.com and
#   ANA@example.com as one person, as DescribeUserPool says.
# True: it keeps the setting and compares letter by letter: the second spelling signs up as another user with a sub of its own,
#   and a person who types the first letter of the address as a capital cannot sign in. In AWS both are the same user.
# Source: Cognito API reference, UsernameConfigurationType: with CaseSensitive false users sign in with any capitalization, and
#   the email alias is case insensitive too.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --save-exact cognito-local@5.3.0 @aws-sdk/client-cognito-identity-provider@3.1162.0
cat >try.mjs <<'JS'
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import * as cognito from "@aws-sdk/client-cognito-identity-provider";

const probe = createServer().listen(0, "127.0.0.1");
await once(probe, "listening");
const { port } = probe.address();
probe.close();
const server = spawn("node_modules/.bin/cognito-local", { env: { ...process.env, PORT: String(port), HOST: "127.0.0.1" } });
await once(server.stdout, "data");
const endpoint = `http://127.0.0.1:${port}`;
const client = new cognito.CognitoIdentityProviderClient({
  endpoint,
  region: "us-east-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
});
const send = (name, input) => client.send(new cognito[`${name}Command`](input));
const { UserPool } = await send("CreateUserPool", {
  PoolName: "people",
  UsernameAttributes: ["email"],
  UsernameConfiguration: { CaseSensitive: false },
});
const { UserPoolClient } = await send("CreateUserPoolClient", { UserPoolId: UserPool.Id, ClientName: "app" });
const signUp = (email) =>
  send("SignUp", {
    ClientId: UserPoolClient.ClientId,
    Username: email,
    Password: "Correct-horse-7",
    UserAttributes: [{ Name: "email", Value: email }],
  }).then(({ UserSub }) => UserSub, (error) => error.name);
const [one, twin, same] = [await signUp("ana@example.com"), await signUp("ANA@example.com"), await signUp("ana@example.com")];
console.log(`same spelling: ${same}; other spelling: ${twin !== one && twin.includes("-") ? "another user" : twin}`);
server.kill();
JS
printf 'node %s, cognito-local %s\n' "$(node --version)" "$(node -p 'require("./node_modules/cognito-local/package.json").version')"
seen=$(node try.mjs 2>/dev/null | tail -1)
echo "CaseSensitive false: $seen"
[ "$seen" = "same spelling: UsernameExistsException; other spelling: another user" ] || { echo "That has changed."; exit 1; }
echo "A pool that is told not to heed case takes a second user for the same address in capitals."
