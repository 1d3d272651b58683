import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { describeApi } from "../../../scripts/openapi.ts";
import { referencePage } from "../../../scripts/reference-page.ts";
import { problems } from "../../../shared/errors.ts";
import { manifest, route } from "../../../shared/http/contract.ts";

const page = referencePage(
  describeApi([
    manifest("boats", "Boats & <ferries>", {
      launch: route("POST /v1/boats", {
        summary: "Launch a <boat>",
        access: "clients:write",
        visibility: "all",
        body: () =>
          z.strictObject({
            length: z.int().check(z.minimum(1), z.maximum(99)),
            crew: z.optional(z.array(z.strictObject({ name: z.string() }))),
          }),
        answers: { 201: () => z.object({ id: z.string() }) },
        example: { body: { length: 7, crew: [{ name: "O'Neil" }] } },
      }),
      list: route("GET /v1/boats", {
        summary: "List boats",
        access: "public",
        query: () => z.strictObject({ harbour: z.string() }),
        answers: { 200: "document" },
        example: { query: { harbour: "Baie d'Urfé" } },
      }),
    }),
  ]),
);

describe("the reference page", () => {
  it("needs no script, and allows only its own style sheet", () => {
    expect(page).not.toMatch(/<script|\son\w+=|style="|https?:\/\//i);
    const [, style = ""] = /<style>([\s\S]*?)<\/style>/.exec(page) ?? [];
    const hash = createHash("sha256").update(style).digest("base64");
    expect(page).toContain(`content="default-src 'none'; style-src 'sha256-${hash}'"`);
  });

  it("escapes what it is told", () => {
    expect(page).toContain("Launch a &lt;boat&gt;");
    expect(page).toContain("Boats &amp; &lt;ferries&gt;");
  });

  it("shows the fields of a body, those of nested objects too", () => {
    expect(page).toMatch(/<code>length<\/code><\/th><td>required<\/td>\s*<td>integer 1–99<\/td>/);
    expect(page).toMatch(/<code>crew\[\]\.name<\/code><\/th><td>required<\/td>/);
  });

  it("gives a line to try, safe in a shell", () => {
    expect(page).toContain(`curl -X POST &quot;$API/v1/boats&quot;`);
    expect(page).toContain(`O&#39;\\&#39;&#39;Neil`);
    expect(page).toContain(`curl &quot;$API/v1/boats?harbour=Baie%20d&#39;Urf%C3%A9&quot;`);
  });

  it("sends a key only where somebody must be known", () => {
    expect(page.match(/Authorization: Bearer \$KEY/g)).toHaveLength(1);
  });

  it("explains every problem where its type points", () => {
    for (const code of Object.keys(problems)) expect(page).toContain(`id="problem-${code}"`);
  });

  it("has one heading of the first level, a language, a way past the menu, and no id twice", () => {
    expect(page.match(/<h1/g)).toHaveLength(1);
    expect(page).toContain('<html lang="en">');
    expect(page).toContain('class="skip" href="#reference"');
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, id] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(id);
  });
});
