import { beforeAll, describe, expect, inject, test } from "vitest";
import { manifests } from "../../scripts/openapi.ts";
import { methodOf, pathOf, type Route } from "../../shared/http/contract.ts";
import { openTestAccount } from "../support/open-account.ts";
import { idOf, type SampleData, sampleDataOf } from "../support/sample-data.ts";

interface Operation {
  summary?: string;
  responses: Record<string, { content?: Record<string, unknown> }>;
}

const order = ["GET", "PUT", "PATCH", "POST", "DELETE"];
const routes: Route[] = (await manifests()).flatMap((feature) => Object.values(feature.routes));

/** These act on what others left: a campaign must be sending to be paused, an archived client is purged, and so on. */
const steps = [
  "POST /v1/campaigns/{id}/audience",
  "POST /v1/campaigns/{id}/send",
  "POST /v1/campaigns/{id}/pause",
  "POST /v1/campaigns/{id}/resume",
  "POST /v1/campaigns/{id}/cancel",
  "POST /v1/document-requests/{id}/cancel",
  "DELETE /v1/clients/{id}",
  "POST /v1/clients/{id}/restore",
  "POST /v1/clients/{id}/purge",
];
/** What the state of things may refuse: nothing was uploaded, nothing is under way any more. */
const mayConflict =
  /\/(start|pause|resume|cancel|send|purge|share|resend|winner)$|^DELETE \/v1\/(client-types|campaigns|members)/;
/** What needs a person's own password, tokens or codes; the accounts' own tests sign in and read their mail for real. */
const personal =
  /\/(session|password|sign-out)(\/|$)|^\S+ \/v1\/(me|memberships)\b|^POST \/v1\/accounts$|\/sender-email\//;
/** What is refused a moment after the e-mail before it. */
const mayBeTooSoon = /\/invitations\/\{id\}\/resend$/;

const rank = ({ key }: Route): number => {
  // Nothing is left to ask for afterwards.
  if (key === "POST /v1/clients/{id}/erase") return 1000;
  const step = steps.indexOf(key);
  return step >= 0 ? order.length + step : order.indexOf(methodOf(key)) + (methodOf(key) === "DELETE" ? 100 : 0);
};

let owned: SampleData;
let document: { paths: Record<string, Record<string, Operation>> };

beforeAll(async () => {
  const { url } = inject("stack");
  const { apiKey } = await openTestAccount(url, { name: "Examples", country: "CA", language: "fr" });
  owned = await sampleDataOf(url, apiKey, "Zebulon");
  document = (await (await fetch(`${url}/v1/openapi.json`)).json()) as typeof document;
});

describe("the OpenAPI document of the running product", () => {
  test("describes every route", () => {
    for (const { key } of routes) {
      const operation = document.paths[pathOf(key)]?.[methodOf(key).toLowerCase()];
      expect(operation?.summary, key).toBeTruthy();
    }
  });

  const sent = routes
    .filter(({ key, access }) => access !== "public" && !personal.test(key))
    .sort((a, b) => rank(a) - rank(b));
  test.each(sent)("$key: its example works when it is sent", async (route) => {
    const { url } = inject("stack");
    const path = pathOf(route.key).replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(idOf(owned, pathOf(route.key), name)),
    );
    const query = new URLSearchParams(route.example?.query).toString();
    const answer = await fetch(`${url}${path}${query ? `?${query}` : ""}`, {
      method: methodOf(route.key),
      headers: {
        authorization: `Bearer ${owned.apiKey}`,
        ...(route.body ? { "content-type": "application/json" } : {}),
      },
      ...(route.body ? { body: JSON.stringify(withOwnIds(route.example?.body ?? {}, owned)) } : {}),
    });
    const text = await answer.text();
    if (answer.status === 409 && mayConflict.test(route.key)) return;
    if (answer.status === 429 && mayBeTooSoon.test(route.key)) return;
    expect(Object.keys(route.answers), text).toContain(String(answer.status));
  });
});

/** Examples name things that nobody has: ids of ours of the same kind take their place. */
const withOwnIds = (body: unknown, { ids }: SampleData): unknown =>
  JSON.parse(
    JSON.stringify(body).replace(/"(cli|mem|ctp|doc|drq|cam|loc)_[0-9A-Z]{26}"/g, (_, prefix: string) => {
      const kinds = {
        cli: "client",
        mem: "member",
        ctp: "clientType",
        doc: "document",
        drq: "documentRequest",
        cam: "campaign",
        loc: "location",
      } as const;
      return JSON.stringify(ids[kinds[prefix as keyof typeof kinds]]);
    }),
  );
