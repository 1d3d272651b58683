import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { renderMarkdown } from "../../../../functions/campaigns/markdown.ts";

const render = (source: string) => {
  const { html, text } = renderMarkdown(source, { paragraph: "p", item: "i", list: "l" });
  return { html: html.markup.trim(), text };
};

describe("the Markdown of campaigns", () => {
  it("makes paragraphs of blocks and line breaks of lines", () => {
    expect(render("One\ntwo\n\nThree")).toEqual({
      html: '<p style="p">One<br>two</p>\n<p style="p">Three</p>',
      text: "One\ntwo\n\nThree",
    });
  });

  it("knows bold, italic and both together", () => {
    expect(render("**bold *and italic***, _so_ and *so*").html).toBe(
      '<p style="p"><strong>bold <em>and italic</em></strong>, <em>so</em> and <em>so</em></p>',
    );
    expect(render("a **b** _c_").text).toBe("a b c");
  });

  it("leaves names with underscores and multiplications as they are", () => {
    expect(render("my_file_name and 2*3*4 and 2 * 3").html).toBe('<p style="p">my_file_name and 2*3*4 and 2 * 3</p>');
  });

  it("makes links of web and mail addresses only", () => {
    expect(render("[here](https://a.example/?b=1&c=2)")).toEqual({
      html: '<p style="p"><a href="https://a.example/?b=1&amp;c=2" style="color:#0b5394">here</a></p>',
      text: "here (https://a.example/?b=1&c=2)",
    });
    expect(render("[x](javascript:alert(1))").html).not.toContain("<a");
  });

  it("makes lists, also right behind a paragraph", () => {
    expect(render("Bring:\n- a\n- b\n\n1. first\n2. second")).toEqual({
      html: '<p style="p">Bring:</p>\n<ul style="l"><li style="i">a</li><li style="i">b</li></ul>\n<ol style="l"><li style="i">first</li><li style="i">second</li></ol>',
      text: "Bring:\n\n- a\n- b\n\n1. first\n2. second",
    });
  });

  test.prop([
    fc.string({
      unit: fc.constantFrom("*", "_", "[", "]", "(", ")", "<", '"', "-", "\n", " ", "a", "1", ".", "https://a.b/"),
    }),
  ])("shows HTML and never takes it", (source) => {
    const tags = render(`${source}<b onclick="x">`).html.match(/<[^>]*>/g) ?? [];
    for (const tag of tags) expect(tag).toMatch(/^<(\/?(p|ul|ol|li|strong|em|a)( (style|href)="[^"<>]*")*|br)>$/);
  });

  it("takes no longer for what looks like markup without end", () => {
    const started = performance.now();
    render("[".repeat(20_000));
    render("**a".repeat(6000));
    render("_a ".repeat(6000));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
