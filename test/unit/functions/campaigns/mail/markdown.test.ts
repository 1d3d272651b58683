import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { renderMarkdown } from "../../../../../functions/campaigns/mail/markdown.ts";

const render = (source: string) => {
  const { html, text } = renderMarkdown(source, { paragraph: "p", item: "i", list: "l", link: "color:#0b5394" });
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

  it.each([
    "my_file_name and 2 * 3",
    "5 * 3 * 2",
    "20 %* de rabais, 10 %* en ligne",
    "Relevé_2026_été.pdf",
    "a * et ** et _",
    "# Titre",
    "a | b",
    "---",
    "`code` ~~barré~~",
  ])("shows what is no markup as it was typed: %s", (source) => {
    expect(render(source)).toEqual({ html: `<p style="p">${source}</p>`, text: source });
  });

  it("takes the sign behind a backslash as it is", () => {
    expect(render("\\*pas en italique\\* et \\_non plus\\_").text).toBe("*pas en italique* et _non plus_");
  });

  it.each([
    ["**gras\nencore**", "<strong>gras<br>encore</strong>"],
    ["__gras__ et ***les deux***", "<strong>gras</strong> et <em><strong>les deux</strong></em>"],
    ["**« cité »** enfin", "<strong>« cité »</strong> enfin"],
    ["&eacute;t&eacute; &amp; hiver &lt;3", "été &amp; hiver &lt;3"],
  ])("reads emphasis and entities as CommonMark does: %s", (source, markup) => {
    expect(render(source).html).toBe(`<p style="p">${markup}</p>`);
  });

  it("makes links of web and mail addresses only", () => {
    expect(render("[here](https://a.example/?b=1&c=2)")).toEqual({
      html: '<p style="p"><a href="https://a.example/?b=1&amp;c=2" style="color:#0b5394">here</a></p>',
      text: "here (https://a.example/?b=1&c=2)",
    });
    expect(render("[x](javascript:alert(1))").html).not.toContain("<a");
    expect(render("[x](data:text/html,hi)").html).not.toContain("<a");
  });

  it.each([
    ["[x](https://e.com/?a=1&amp;b=2)", "https://e.com/?a=1&amp;b=2"],
    ["[x](HTTPS://E.com/)", "HTTPS://E.com/"],
    ["[x](https://fr.wikipedia.org/wiki/Pneu_(automobile))", "https://fr.wikipedia.org/wiki/Pneu_(automobile)"],
    ["[x](<https://e.com/été 2026>)", "https://e.com/%C3%A9t%C3%A9%202026"],
    ["[x](https://café-élan.example/menu)", "https://xn--caf-lan-dyab.example/menu"],
    ["[x](https://e.com/100%25)", "https://e.com/100%25"],
    ["<https://e.com/a>", "https://e.com/a"],
    ["[x](tel:+15145550100)", "tel:+15145550100"],
    ["[x](mailto:info@garage.example)", "mailto:info@garage.example"],
  ])("leads a link where it says: %s", (source, address) => {
    expect(render(source).html).toContain(`<a href="${address}"`);
  });

  it("shows a number or a mail address in plain text without its scheme", () => {
    expect(render("[Appelez](tel:+15145550100), [écrivez](mailto:a@b.example)").text).toBe(
      "Appelez (+15145550100), écrivez (a@b.example)",
    );
  });

  it("makes lists, also right behind a paragraph", () => {
    expect(render("Bring:\n- a\n- b\n\n1. first\n2. second")).toEqual({
      html: '<p style="p">Bring:</p>\n<ul style="l"><li style="i">a</li><li style="i">b</li></ul>\n<ol style="l"><li style="i">first</li><li style="i">second</li></ol>',
      text: "Bring:\n\n- a\n- b\n\n1. first\n2. second",
    });
  });

  it("goes on counting behind an empty line, and from where the writer began", () => {
    expect(render("1. un\n\n2. deux")).toEqual({
      html: '<ol style="l"><li style="i">un</li><li style="i">deux</li></ol>',
      text: "1. un\n2. deux",
    });
    expect(render("3. trois\n4. quatre")).toEqual({
      html: '<ol style="l" start="3"><li style="i">trois</li><li style="i">quatre</li></ol>',
      text: "3. trois\n4. quatre",
    });
  });

  it("knows lists within lists, and the bullets of word processors", () => {
    expect(render("• un\n• deux\n  - trois").text).toBe("- un\n- deux\n  - trois");
  });

  it("keeps the addresses of links out of what mailboxes show beside the subject", () => {
    const { words } = renderMarkdown("Voyez [nos pneus](https://e.com/pneus)\u00a0!", {
      link: "",
      paragraph: "",
      item: "",
      list: "",
    });
    expect(words).toBe("Voyez nos pneus\u00a0!");
  });

  test.prop([
    fc.string({
      unit: fc.constantFrom("*", "_", "[", "]", "(", ")", "<", '"', "-", "\n", " ", "a", "1", ".", "https://a.b/"),
    }),
  ])("shows HTML and never takes it", (source) => {
    const tags = render(`${source}<b onclick="x">`).html.match(/<[^>]*>/g) ?? [];
    for (const tag of tags) expect(tag).toMatch(/^<(\/?(p|ul|ol|li|strong|em|a)( (style|href|start)="[^"<>]*")*|br)>$/);
  });

  it("takes no longer for what looks like markup without end", () => {
    const started = process.cpuUsage();
    render("[".repeat(20_000));
    render("**a".repeat(6000));
    render("_a ".repeat(6000));
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(2000);
  });
});
