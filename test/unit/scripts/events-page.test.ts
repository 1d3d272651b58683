import { join, resolve } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { kinds } from "../../../functions/kinds.ts";
import { eventsPage } from "../../../scripts/events-page.ts";
import { describeApi, manifests, nameSchemas } from "../../../scripts/openapi.ts";
import { publishedKinds } from "../../../scripts/openapi-webhooks.ts";
import { publicFields, publicTypes } from "../../../shared/events/public-events.ts";

await nameSchemas();
const published = await publishedKinds();
const document = describeApi(await manifests(), published);
const shapes = document.components?.schemas ?? {};

describe("the description of events", () => {
  it("in docs/events.md is what the declarations say: run this test with -u to write it", async () => {
    const page = join(resolve(import.meta.dirname, "../../.."), "docs/events.md");
    await expect(eventsPage(document, published)).toMatchFileSnapshot(page);
  });

  it("as webhooks of the OpenAPI document names every type that partners hear of, and no other", () => {
    expect(Object.keys(document.webhooks ?? {}).sort()).toEqual(publicTypes(kinds));
  });

  it("has every field that is published, and an example that is as it says", () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema(document, "api");
    for (const { name, kind } of published) {
      const pascal = name.charAt(0).toUpperCase() + name.slice(1);
      const shape: unknown = shapes[`Published${pascal}`];
      const { properties } = shape as { properties: object };
      expect(Object.keys(properties).sort(), name).toEqual(publicFields(kind).sort());
      const [example] = (shapes[`${pascal}Event`] as { examples: unknown[] }).examples;
      const fits = ajv.getSchema(`api#/components/schemas/${pascal}Event`);
      expect(fits?.(example), `${name}: ${ajv.errorsText(fits?.errors)}`).toBe(true);
      expect(JSON.stringify(example), name).not.toContain('"…"');
    }
  });
});
