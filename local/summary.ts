import type { RunningStack } from "./stack.ts";

/** What the console says when everything answers. */
export const summary = ({
  apiUrl,
  docsUrl,
  mailboxUrl,
  accounts,
}: Pick<RunningStack, "apiUrl" | "docsUrl" | "mailboxUrl" | "accounts">): string => {
  const [first] = accounts;
  const lines = [
    "",
    `Clientèle is running: ${new URL("/", apiUrl)}`,
    "",
    `  API         ${apiUrl}`,
    `  Reference   ${docsUrl}`,
    `  Mailbox     ${mailboxUrl}   every e-mail and SMS sent, queues, schedules, requests`,
    "",
    ...accounts.flatMap(({ name, apiKey, owner }) => [
      `  ${name}`,
      `    API key   ${apiKey}`,
      `    Sign in   ${owner.email}  ${owner.password}`,
      "",
    ]),
    ...(first
      ? ["  Try first", `    curl -H "Authorization: Bearer ${first.apiKey}" "${apiUrl}/clients?limit=3"`, ""]
      : []),
    "  Ctrl-C stops everything; the data stays. npm start -- --fresh begins anew.",
  ];
  return lines.join("\n");
};
