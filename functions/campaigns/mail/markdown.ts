import MarkdownIt, { type Token } from "markdown-it";
import { type Html, html, trusted } from "../../../shared/pages/html.ts";
import { addressForReading, encodedAddress, isLinkable } from "./link-address.ts";
import { inAddress } from "./placeholders.ts";

/** A text as HTML for an e-mail (styles inline, since mailboxes drop style sheets), and as plain text. */
export interface RenderedText {
  html: Html;
  text: string;
  /** The plain text without the addresses of its links: what mailboxes show beside the subject. */
  words: string;
}

interface Styles {
  paragraph: string;
  item: string;
  list: string;
  link: string;
}

/**
 * CommonMark as far as campaigns need it: paragraphs, lists, bold, italic, links, escapes. Line breaks show, as people
 * who write e-mails expect. Headings, pictures, code and HTML are shown as they were typed.
 */
const parser = () => {
  const markdown = new MarkdownIt("zero").enable([
    "list",
    "newline",
    "escape",
    "emphasis",
    "link",
    "autolink",
    "entity",
    "balance_pairs",
    "fragments_join",
  ]);
  markdown.validateLink = isLinkable;
  markdown.normalizeLink = (address) => encodedAddress(inAddress(address));
  markdown.normalizeLinkText = (address) => address;
  return markdown;
};

/** @param source up to 20,000 characters; attributes are marks by now */
export const renderMarkdown = (source: string, styles: Styles): RenderedText => {
  const blocks = blocksOf(parser().parse(source.replace(TYPED_BULLET, "$1-"), {}), styles);
  return {
    html: html`${blocks.map((block) => blockHtml(block, styles))}`,
    text: blocks.map((block) => blockText(block, "text")).join("\n\n"),
    words: blocks.map((block) => blockText(block, "words")).join("\n\n"),
  };
};

/** Word processors write lists with this sign, which CommonMark does not know. */
const TYPED_BULLET = /^([ \t]{0,3})•(?=[ \t])/gm;

type Block = { kind: "paragraph"; inline: RenderedText } | List;
interface List {
  kind: "list";
  ordered: boolean;
  start: number;
  items: Block[][];
}

/** The parser tells of a tree as a row of opening and closing tokens. */
const blocksOf = (tokens: readonly Token[], styles: Styles): Block[] => {
  const top: Block[] = [];
  const within: Block[][] = [top];
  for (const token of tokens) {
    const here = within.at(-1) ?? top;
    const list = here.at(-1);
    if (token.type === "inline") here.push({ kind: "paragraph", inline: inlineOf(token.children ?? [], styles) });
    else if (token.type === "ordered_list_open" || token.type === "bullet_list_open") {
      const ordered = token.type === "ordered_list_open";
      here.push({ kind: "list", ordered, start: Number(token.attrGet("start") ?? 1), items: [] });
    } else if (token.type === "list_item_open" && list?.kind === "list") {
      const item: Block[] = [];
      list.items.push(item);
      within.push(item);
    } else if (token.type === "list_item_close") within.pop();
  }
  return top;
};

const blockHtml = (block: Block, styles: Styles): Html => {
  if (block.kind === "paragraph") return html`<p style="${styles.paragraph}">${block.inline.html}</p>\n`;
  const items = block.items.map((item) => html`<li style="${styles.item}">${itemHtml(item, styles)}</li>`);
  if (!block.ordered) return html`<ul style="${styles.list}">${items}</ul>\n`;
  const start = block.start === 1 ? "" : html` start="${block.start}"`;
  return html`<ol style="${styles.list}"${start}>${items}</ol>\n`;
};

const itemHtml = (item: readonly Block[], styles: Styles): Html[] =>
  item.map((block, index) => {
    if (block.kind === "list") return blockHtml(block, styles);
    return index === 0 ? block.inline.html : html`<br><br>${block.inline.html}`;
  });

const blockText = (block: Block, as: "text" | "words"): string => {
  if (block.kind === "paragraph") return block.inline[as];
  return block.items
    .map((item, index) => {
      const sign = block.ordered ? `${block.start + index}. ` : "- ";
      const text = item.map((part) => blockText(part, as)).join("\n");
      return sign + text.replace(/\n(?=.)/g, `\n${" ".repeat(sign.length)}`);
    })
    .join("\n");
};

const nothing: RenderedText = { html: html``, text: "", words: "" };

const joined = (parts: readonly RenderedText[]): RenderedText => ({
  html: html`${parts.map((part) => part.html)}`,
  text: parts.map((part) => part.text).join(""),
  words: parts.map((part) => part.words).join(""),
});

const inlineOf = (tokens: readonly Token[], styles: Styles): RenderedText => {
  const open: { token?: Token; parts: RenderedText[] }[] = [{ parts: [] }];
  for (const token of tokens) {
    if (token.nesting === 1) open.push({ token, parts: [] });
    else if (token.nesting === -1) {
      const closed = open.pop();
      if (closed?.token) open.at(-1)?.parts.push(wrapped(closed.token, joined(closed.parts), styles));
    } else open.at(-1)?.parts.push(leaf(token));
  }
  return joined(open.flatMap(({ parts }) => parts));
};

const leaf = ({ type, content }: Token): RenderedText => {
  if (type === "softbreak" || type === "hardbreak") return { html: trusted("<br>"), text: "\n", words: "\n" };
  return content === "" ? nothing : { html: html`${content}`, text: content, words: content };
};

const wrapped = (token: Token, inner: RenderedText, { link }: Styles): RenderedText => {
  if (token.type === "strong_open") return { ...inner, html: html`<strong>${inner.html}</strong>` };
  if (token.type === "em_open") return { ...inner, html: html`<em>${inner.html}</em>` };
  const address = String(token.attrGet("href") ?? "");
  const spelled = addressForReading(address);
  return {
    html: html`<a href="${address}" style="${link}">${inner.html}</a>`,
    text: inner.words === spelled ? spelled : `${inner.text} (${spelled})`,
    words: inner.words,
  };
};
