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
  it("allows its own style sheet and script, and nothing else", () => {
    expect(page).not.toMatch(/\son\w+="|style="|src=/i);
    const hashOf = (element: string) => {
      const [, text = ""] = new RegExp(`<${element}>([\\s\\S]*?)</${element}>`).exec(page) ?? [];
      return createHash("sha256").update(text).digest("base64");
    };
    expect(page).toContain(
      `content="default-src 'none'; style-src 'sha256-${hashOf("style")}'; script-src 'sha256-${hashOf("script")}'"`,
    );
  });

  it("weighs little: the script is less than 40 KB", () => {
    const [, script = ""] = /<script>([\s\S]*?)<\/script>/.exec(page) ?? [];
    expect(script.length).toBeGreaterThan(1000);
    expect(script.length).toBeLessThan(40_000);
  });

  it("shows the guides of docs/api, each part with a place of its own", () => {
    for (const id of ["guide-authentication", "guide-authentication-scopes", "guide-uploads", "guide-limits"])
      expect(page).toContain(`id="${id}"`);
  });

  it("leads from one guide to another, and to the parts of its own", () => {
    expect(page).toMatch(
      /id="guide-events"[\s\S]*<a href="#guide-webhooks">webhooks<\/a>[\s\S]*<a href="#guide-following-changes">/,
    );
    expect(page).toContain('<a href="#guide-events-client-erased">client.erased</a>');
  });

  it("shows an example of an answer", () => {
    expect(page).toContain("<summary>Example</summary>");
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
    expect(page).toContain(`curl -X POST &quot;$API/boats&quot;`);
    expect(page).toContain(`O&#39;\\&#39;&#39;Neil`);
    expect(page).toContain(`curl &quot;$API/boats?harbour=Baie%20d&#39;Urf%C3%A9&quot;`);
  });

  it("sends a key only where somebody must be known", () => {
    const tried = [...page.matchAll(/<pre class="try">[\s\S]*?<\/pre>/g)].map(([command]) => command);
    expect(tried.filter((command) => command.includes("Bearer $KEY"))).toHaveLength(1);
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
