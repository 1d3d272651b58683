import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { html } from "../../../../shared/pages/html.ts";
import { letterheadOf } from "../../../../shared/pages/letterhead.ts";
import { renderPage } from "../../../../shared/pages/page.ts";

const hashOf = (text = "") => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const policyOf = (headers: Record<string, string>) =>
  new Map((headers["content-security-policy"] ?? "").split("; ").map((rule) => [rule.split(" ")[0], rule]));

it("a page allows its own style sheet and script by their hashes, and nothing else", () => {
  const { html: page, headers } = renderPage({
    language: "fr",
    title: "Titre",
    letterhead: letterheadOf({ name: "Garage" }, ""),
    main: html`<h1>Titre</h1>`,
    script: { source: "const a = 1 < 2;", settings: { a: "</script>" } },
    connect: ["https://s3.example"],
  });
  const policy = policyOf(headers);
  expect(policy.get("default-src")).toBe("default-src 'none'");
  expect(policy.get("style-src")).toBe(`style-src ${hashOf(/<style>([\s\S]*?)<\/style>/.exec(page)?.[1])}`);
  expect(policy.get("script-src")).toBe(
    `script-src ${hashOf(/<script type="module">([\s\S]*?)<\/script>/.exec(page)?.[1])}`,
  );
  expect(policy.get("connect-src")).toBe("connect-src 'self' https://s3.example");
  expect(headers).toMatchObject({ "referrer-policy": "no-referrer", "cache-control": "no-store" });
  expect(page).toContain("<title>Titre – Garage</title>");
});

it("a page without a script allows none", () => {
  const { html: page, headers } = renderPage({ language: "en", title: "Title", main: html`` });
  expect(headers["content-security-policy"]).not.toContain("script-src");
  expect(page).not.toContain("<script");
});
