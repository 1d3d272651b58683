import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { guideFiles } from "../../scripts/reference-guides.ts";
import { exampleId } from "../../scripts/words/ids.ts";
import { openTestAccount } from "../support/open-account.ts";
import { until } from "../support/until.ts";
import { keeps, openShell, stepsOf } from "../support/walk.ts";

const guides = guideFiles();

let home: string;
let page: string;
let shell: ReturnType<typeof openShell>;

beforeAll(async () => {
  const { url } = inject("stack");
  const { apiKey } = await openTestAccount(url, { name: "Reference", country: "CA", language: "fr" });
  const post = (path: string, body: object) =>
    fetch(`${url}/v1${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  // What a local start's demo account has: the ids that examples name, and a few clients.
  const plate = { key: "plate", label: "Plaque", kind: "text", filterable: true };
  const typeId = exampleId("clientType");
  await post("/client-types", { id: typeId, name: "Véhicule", sections: [{ name: "Véhicule", fields: [plate] }] });
  await post("/clients", {
    id: exampleId("client"),
    name: "Noémie Côté",
    typeId,
    tags: ["VIP"],
    mobile: "+15145550101",
  });
  for (const name of ["Hugo Benali", "Gaël Gagnon", "Priya Martin", "Olivia O'Neill"]) await post("/clients", { name });
  page = await (await fetch(`${url}/docs`)).text();
  home = await mkdtemp(join(tmpdir(), "clientele-reference-"));
  await mkdir(join(home, ".clientele"));
  await writeFile(join(home, ".clientele/local.json"), JSON.stringify({ accounts: [{ apiKey }] }));
  shell = openShell(home);
  for (const { command } of stepsOf(await guide("first-request")))
    if (/^(URL|API|KEY)=/.test(command)) await shell.run(command);
});
afterAll(async () => {
  shell.close();
  await rm(home, { recursive: true, force: true });
});

/** A guide as /docs shows it: with the address under which it was asked for. */
const guide = async (name: string): Promise<string> =>
  (await readFile(guides.get(name) ?? "", "utf8")).replaceAll("https://clientele.example", inject("stack").url);

const unescaped = (text: string): string =>
  text.replace(
    /&(lt|gt|quot|amp|#39);/g,
    (_, name: string) => ({ lt: "<", gt: ">", quot: '"', amp: "&" })[name] ?? "'",
  );

const commands = (): string[] =>
  [...page.matchAll(/<pre class="try"><code>([\s\S]*?)<\/code><\/pre>/g)].map(([, command = ""]) => unescaped(command));

test("the page names the address under which it was asked for, and no other", () => {
  expect(page).toContain(`URL=${inject("stack").url}`);
  expect(page).not.toContain("clientele.example/v1");
});

test("each command of the page is one that a shell takes, of an address that there may be", () => {
  expect(commands().length).toBeGreaterThan(90);
  for (const command of commands()) {
    expect(command).toMatch(/^curl( -X [A-Z]+)? "\$(API|URL)\//);
    expect(command).not.toMatch(/\/v1\/v1|\$API\/v1|^[^\n]*[{}]/);
    expect(["$API", "$URL", "$KEY"]).toEqual(expect.arrayContaining(command.match(/\$[A-Z]+/g) ?? []));
  }
});

/** One of each kind: what is read, made, changed and asked to be done, with and without a body, of `/v1` and beside it. */
const tried: [begins: string, status: number][] = [
  ['curl "$API/clients?', 200],
  ['curl "$API/clients/count?', 200],
  ['curl "$API/clients/cli_01HZX3QK8S5T7VWXYZ0123456A"', 200],
  ['curl "$API/clients/cli_01HZX3QK8S5T7VWXYZ0123456A/card"', 200],
  ['curl "$API/client-types/ctp_01HZX3QK8S5T7VWXYZ0123456A"', 200],
  ['curl "$API/search?', 200],
  ['curl "$API/me"', 200],
  ['curl "$API/health"', 200],
  ['curl "$URL/docs"', 200],
  ['curl -X POST "$API/clients"', 201],
  ['curl -X POST "$API/clients/cli_01HZX3QK8S5T7VWXYZ0123456A/notes"', 201],
  ['curl -X POST "$API/clients/bulk"', 202],
  ['curl -X POST "$API/imports"', 201],
  ['curl -X POST "$API/exports"', 202],
  ['curl -X POST "$API/campaigns"', 201],
  ['curl -X PATCH "$API/clients/cli_01HZX3QK8S5T7VWXYZ0123456A"', 200],
  ['curl -X PATCH "$API/account"', 200],
  ['curl -X DELETE "$API/clients/cli_01HZX3QK8S5T7VWXYZ0123456A"', 200],
  ['curl -X POST "$API/clients/cli_01HZX3QK8S5T7VWXYZ0123456A/restore"', 200],
];

test.each(tried)("pasted as it stands, `%s…` is answered %i", async (begins, status) => {
  const command = commands().find((each) => each.startsWith(begins)) ?? "";
  const answer = await shell.run(`${command} -sS -w '\\n%{http_code}'`);
  expect(answer.split("\n").at(-1), answer).toBe(String(status));
});

describe.each([...guides.keys()])("the guide %s", (name) => {
  test("prints what it says", { timeout: 120_000 }, async () => {
    for (const { command, prints } of stepsOf(await guide(name))) {
      if (/^(URL|API|KEY)=/.test(command)) continue;
      let output = await shell.run(command);
      if (prints === undefined) continue;
      const repeats = !/\s-(d|X|K)\s/.test(command);
      const printsIt = async () => {
        if (!keeps(output, prints) && repeats) output = await shell.run(command);
        return keeps(output, prints);
      };
      await until(printsIt, command, repeats ? 30 : 1).catch(() => undefined);
      if (!keeps(output, prints)) expect(output, command).toBe(prints);
    }
  });
});
