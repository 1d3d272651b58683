import type { ApiDescription } from "./openapi.ts";
import { type PublishedKind, typesOf } from "./openapi-webhooks.ts";

type Node = Readonly<Record<string, unknown>>;
const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null;

/** `docs/events.md`: what partners are told of every kind, out of the declarations and their description in OpenAPI. */
export const eventsPage = (document: ApiDescription, kinds: readonly PublishedKind[]): string => {
  const shapes: Node = document.components?.schemas ?? {};
  const chapters = kinds.map((published) => chapter(published, kinds, shapes));
  return `${[introduction, table(kinds), ...chapters].join("\n\n")}\n`;
};

const introduction = `# Events

<!-- Written by \`npx vitest run --project unit test/unit/scripts/events-page.test.ts -u\`: change the declarations in functions/*/kinds.ts. -->

Everything that happens to a client, a document, a campaign is told by an event: by [webhooks](webhooks.md) and on the event
bus as below, in [\`GET /v1/changes\`](changes.md) in short. The OpenAPI document describes each of them under \`webhooks\`; the
typed client knows their types.

\`\`\`json
{
  "id": "evt_01HZX3QK8S5T7VWXYZ0123456A",
  "type": "document_share.downloaded",
  "schemaVersion": 1,
  "accountId": "acc_01HZX3QK8S5T7VWXYZ0123456A",
  "occurredAt": "2026-03-02T15:00:00.000Z",
  "actor": { "kind": "client", "id": "cli_01HZX3QK8S5T7VWXYZ0123456A" },
  "resource": { "id": "doc_….cli_…", "state": "downloaded", "version": 4 },
  "changed": ["downloadedAt", "state"]
}
\`\`\`

- A webhook posts it as \`data\`, beside its \`type\` and \`timestamp\`, as Standard Webhooks has it.
- An event may come twice, with the same \`id\`: keep the ids that you have handled, or compare \`resource.version\`.
- Events of one resource may overtake one another: the higher \`version\` is the later state. Never apply a lower one.
- \`resource\` is the resource after the change; of one that was deleted, as it was last. \`changed\` names its fields that changed;
  it is empty of one that was created or deleted, and when something changed that is not published.
- \`schemaVersion\` rises when a field goes or means something else. Fields are added without it: ignore what you do not know.
- A type that you do not know is news of a later version: ignore it.
- An event holds 240 KB at most. Of one that would be larger, the fields marked *large* below are left out, and \`omitted\`
  names them: read the resource.
- \`created\`, \`updated\` and \`deleted\` are told of every kind, unless an event of its own says it better: a document whose file
  arrives is \`document.received\`, not \`document.updated\`.`;

const table = (kinds: readonly PublishedKind[]): string =>
  [
    "| kind | its own events | schemaVersion |",
    "|---|---|---|",
    ...kinds.map((published) => {
      const steps = typesOf(published, kinds).filter((type) => !/\.(created|updated|deleted)$/.test(type));
      const { schemaVersion } = published.kind;
      const title = titleOf(published, kinds);
      return `| [${title}](#${anchorOf(title)}) | ${steps.map((type) => `\`${type}\``).join(", ") || "–"} | ${schemaVersion} |`;
    }),
  ].join("\n");

/** As its events begin; one that takes the place of another kind is called by what it tells itself. */
const titleOf = (published: PublishedKind, kinds: readonly PublishedKind[]): string => {
  const [first = "", ...others] = typesOf(published, kinds);
  return others.length > 0 ? published.kind.resource : first;
};

/** As GitHub makes it. */
const anchorOf = (title: string): string => title.replaceAll(".", "");

const chapter = (published: PublishedKind, kinds: readonly PublishedKind[], shapes: Node): string => {
  const { name, kind } = published;
  const { large = [], of, steps = {} } = kind;
  const shape = shapes[`Published${pascal(name)}`];
  const event = shapes[`${pascal(name)}Event`];
  const fields = isNode(shape) && isNode(shape.properties) ? Object.entries(shape.properties) : [];
  const examples = isNode(event) && Array.isArray(event.examples) ? event.examples : [];
  const whose = of === undefined ? "" : " They stand in the client's activity, too.";
  const types = typesOf(published, kinds);
  const [first = ""] = types;
  const named = types.filter((type) => !Object.hasOwn(steps, type.slice(kind.resource.length + 1)));
  return [
    `## ${titleOf(published, kinds)}`,
    `${named.map((type) => `\`${type}\``).join(", ")}${named.length > 0 ? "." : ""}${whose}`.trim(),
    ...(Object.keys(steps).length > 0
      ? [
          ["| event | when |", "|---|---|", ...Object.entries(steps).map((step) => stepRow(kind.resource, step))].join(
            "\n",
          ),
        ]
      : []),
    [
      "| field | what it says |",
      "|---|---|",
      ...fields.map(([field, described]) => {
        const sentence = isNode(described) ? String(described.description ?? "") : "";
        return `| \`${field}\` | ${sentence.replaceAll("|", "\\|")}${large.includes(field) ? " (*large*)" : ""} |`;
      }),
    ].join("\n"),
    ["```json", JSON.stringify({ ...Object(examples[0]), type: first }, undefined, 2), "```"].join("\n"),
  ].join("\n\n");
};

const stepRow = (resource: string, [name, step]: [string, Node | readonly [Node, Node]]): string => {
  const said = (values: Node) =>
    Object.entries(values)
      .map(([field, value]) => `\`${field}\` is \`${String(value)}\``)
      .join(", ");
  const isPair = (value: typeof step): value is readonly [Node, Node] => Array.isArray(value);
  return `| \`${resource}.${name}\` | ${isPair(step) ? `${said(step[1])}, and was \`${Object.values(step[0]).join(", ")}\`` : said(step)} |`;
};

const pascal = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
