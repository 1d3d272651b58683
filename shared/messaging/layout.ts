import { type Html, html, lines, trusted } from "../pages/html.ts";
import { type Letterhead, phoneInWords, websiteInWords } from "../pages/letterhead.ts";
import { type LanguageTag, languageIn } from "./language.ts";

/** A piece of an e-mail, said once and written twice: as HTML and as plain text. */
export type MailBlock =
  | { kind: "text"; text: string }
  /** What somebody else wrote: the business to its client, say. */
  | { kind: "quote"; text: string }
  | { kind: "list"; items: readonly string[] }
  | { kind: "button"; label: string; url: string }
  | { kind: "image"; url: string; alt: string }
  /** Small print in the body. */
  | { kind: "note"; text: string }
  /** Markup made elsewhere, with its plain text. */
  | { kind: "markup"; html: Html; text: string };

export interface MailContent {
  language: LanguageTag;
  /** The business that writes. */
  letterhead: Letterhead;
  subject: string;
  /** What mailboxes show beside the subject. */
  preview: string;
  heading: string;
  blocks: readonly MailBlock[];
  /** Why the reader gets this, and where to go to get less of it. */
  footer: readonly FooterLine[];
}

export interface FooterLine {
  text: string;
  url?: string;
}

export interface RenderedMail {
  subject: string;
  html: string;
  text: string;
}

/** An e-mail in both parts. */
export const renderMail = (content: MailContent): RenderedMail => ({
  subject: content.subject,
  html: htmlPart(content),
  text: textPart(content),
});

const font = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
/** Also of the markup that is made elsewhere. */
export const paragraph = `margin:0 0 16px;${font};font-size:16px;line-height:1.5;color:#1f2933`;
const small = `margin:0 0 8px;${font};font-size:13px;line-height:1.5;color:#52606d`;

/**
 * Only what mailboxes without style sheets may lose; the layout itself stands on tables and inline styles. Colours stand
 * in attributes too, since Outlook (Word's engine) drops backgrounds from styles; it knows no `max-width` either, so it
 * alone is given a table of a fixed width; and it ignores the padding of links, which the button's cell has for it. On
 * dark ground a logo lies on white: most are made for paper.
 */
const sheetOf = ({ accent }: Letterhead): Html =>
  trusted(
    "@media (max-width:640px){.card{padding:24px 20px!important}.foot{padding:16px 20px!important}}" +
      "@media (prefers-color-scheme:dark){body,.back{background:#111827!important}.card{background:#1f2937!important}" +
      ".card h1,.card p,.card li,.card td{color:#f3f4f6!important}.quiet,.quiet a{color:#cbd2d9!important}" +
      `.card p a,.card li a{color:${accent.onDark}!important}` +
      ".logo{background:#ffffff!important;padding:6px!important;border-radius:6px!important}}",
  );

const htmlPart = ({ language, letterhead, subject, preview, heading, blocks, footer }: MailContent): string =>
  html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="x-apple-disable-message-reformatting">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no">
<title>${subject}</title>
<style>${sheetOf(letterhead)}</style>
</head>
<body bgcolor="#f1f4f8" style="margin:0;padding:0;background:#f1f4f8">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${preview}</div>
<table role="presentation" class="back" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#f1f4f8" style="background:#f1f4f8"><tr><td align="center" style="padding:24px 12px">
<!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px"><tr><td class="card" align="left" bgcolor="#ffffff" style="background:#ffffff;border-top:4px solid ${letterhead.accent.ground};border-radius:8px;padding:32px 36px">
${headMarkup(letterhead)}
<h1 style="margin:0 0 20px;${font};font-size:22px;line-height:1.3;color:#102a43">${heading}</h1>
${blocks.map((block) => blockMarkup(block, letterhead))}
</td></tr><tr><td class="foot" align="left" style="padding:16px 36px">
${footer.map(footerMarkup)}
${imprintMarkup(letterhead, language)}
</td></tr></table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table>
</body>
</html>`.markup;

/** The logo, whose name is read and shown in its place; without one the name itself. */
const headMarkup = ({ name, logo }: Letterhead): Html =>
  logo
    ? html`<p style="${small};margin:0 0 20px;font-weight:600"><img class="logo" src="${logo}" alt="${name}" height="48" style="display:block;height:48px;width:auto;max-width:100%;object-fit:contain;border:0"></p>`
    : html`<p class="quiet" style="${small};font-weight:600">${name}</p>`;

/** Who writes, and how else they are reached. */
const imprintMarkup = (letterhead: Letterhead, language: LanguageTag): Html => {
  const { name, postalAddress, phone, website } = letterhead;
  const link = (href: string, text: string) => html`<br><a href="${href}" style="color:#52606d">${text}</a>`;
  return html`<p class="quiet" style="${small};margin:16px 0 8px"><strong>${name}</strong>${
    postalAddress && html`<br>${onOneLine(postalAddress)}`
  }${phone && link(`tel:${phone.e164}`, phoneInWords(phone, language))}${website && link(website, websiteInWords(website))}</p>`;
};

const imprintText = ({ name, postalAddress, phone, website }: Letterhead, language: LanguageTag): string =>
  [name, postalAddress && onOneLine(postalAddress), phone && phoneInWords(phone, language), website]
    .filter(Boolean)
    .join("\n");

const onOneLine = (address: string): string => address.split(/\s*\n\s*/).join(", ");

const blockMarkup = (block: MailBlock, { accent }: Letterhead): Html => {
  switch (block.kind) {
    case "text":
      return html`<p style="${paragraph}">${lines(block.text)}</p>\n`;
    case "quote":
      return html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 16px"><tr><td style="border-left:4px solid ${accent.ground};padding:4px 0 4px 16px;${font};font-size:16px;line-height:1.5;color:#1f2933">${lines(block.text)}</td></tr></table>\n`;
    case "list":
      return html`<ul style="margin:0 0 16px;padding:0 0 0 24px">${block.items.map(
        (item) => html`<li style="${paragraph};margin:0 0 4px">${item}</li>`,
      )}</ul>\n`;
    case "button":
      return html`<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 24px"><tr><td bgcolor="${accent.ground}" style="border-radius:6px;background:${accent.ground};mso-padding-alt:14px 28px"><a href="${block.url}" style="display:inline-block;padding:14px 28px;${font};font-size:16px;font-weight:600;color:${accent.onGround};text-decoration:none">${block.label}</a></td></tr></table>\n`;
    case "image":
      return html`<img src="${block.url}" alt="${block.alt}" width="528" style="display:block;width:100%;max-width:528px;height:auto;border:0;border-radius:6px;margin:0 0 16px">\n`;
    case "note":
      return html`<p class="quiet" style="${small}">${lines(block.text)}</p>\n`;
    case "markup":
      return block.html;
  }
};

const footerMarkup = ({ text, url }: FooterLine): Html =>
  html`<p class="quiet" style="${small}">${url ? html`<a href="${url}" style="color:#52606d">${text}</a>` : text}</p>\n`;

const textPart = ({ language, letterhead, heading, blocks, footer }: MailContent): string => {
  const body = blocks.map((block) => blockText(block, language));
  const ending = footer.map((line) => footerText(line, language));
  return [letterhead.name, heading, ...body, "-- ", ...ending, imprintText(letterhead, language)]
    .join("\n\n")
    .trimEnd()
    .concat("\n");
};

const blockText = (block: MailBlock, language: LanguageTag): string => {
  switch (block.kind) {
    case "text":
    case "note":
    case "markup":
      return block.text;
    case "quote":
      return block.text.replace(/^/gm, "> ");
    case "list":
      return block.items.map((item) => `- ${item}`).join("\n");
    case "button":
      return labelled(block.label, block.url, language);
    case "image":
      return block.alt;
  }
};

const footerText = ({ text, url }: FooterLine, language: LanguageTag): string =>
  url ? labelled(text, url, language) : text;

const labelled = (label: string, url: string, language: LanguageTag): string =>
  `${label}${colon[languageIn(language)]}\n${url}`;

const colon = { fr: "\u00a0:", en: ":" };
