import { readFileSync } from "node:fs";
import { Webhook } from "standardwebhooks";

const cases = JSON.parse(readFileSync(process.argv[2], "utf8"));
const verifies = (secret, body, headers) => {
  try {
    return new Webhook(secret).verify(body, headers) !== undefined;
  } catch {
    return false;
  }
};
for (const { body, headers, valid, invalid } of cases) {
  if (!valid.every((secret) => verifies(secret, body, headers))) throw new Error(`Not verified: ${body}`);
  if (invalid.some((secret) => verifies(secret, body, headers))) throw new Error(`Verified by another secret: ${body}`);
  if (verifies(valid[0], `${body} `, headers)) throw new Error(`Verified with another body: ${body}`);
}
console.log(`standardwebhooks of npm: ${cases.length} deliveries verified`);
