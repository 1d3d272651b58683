import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { html, jsonInHtml, lines } from "../../../../shared/pages/html.ts";

describe("markup", () => {
  it("escapes values, keeps templates, and leaves out what is not there", () => {
    const name = `<script>"'&`;
    expect(html`<p title="${name}">${[html`<b>${1}</b>`, undefined, false]}${name}</p>`.markup).toBe(
      `<p title="&lt;script&gt;&quot;&#39;&amp;"><b>1</b>&lt;script&gt;&quot;&#39;&amp;</p>`,
    );
    expect(lines("a<\r\nb").markup).toBe("a&lt;<br>b");
  });

  property.prop([fc.jsonValue()])("carries any settings to a script, and nothing that ends it", (settings) => {
    const { markup } = jsonInHtml(settings);
    expect(markup).not.toContain("<");
    expect(JSON.parse(markup)).toEqual(JSON.parse(JSON.stringify(settings)));
  });
});
