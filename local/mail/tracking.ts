/** Open and click tracking: one pixel at the end, and every link by way of the front door. */

const base = "/_local/track";

export const pixel = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");

export interface Tracking {
  opens: boolean;
  clicks: boolean;
}

/** The address stays readable in the tracked one. Links with `ses:no-track` keep their own. */
export const trackedHtml = (
  html: string,
  messageId: string,
  { opens, clicks }: Tracking,
  frontDoorUrl: string,
): string => {
  const linked = clicks ? html.replace(/<a\b[^>]*>/gi, (tag) => trackedLink(tag, messageId, frontDoorUrl)) : html;
  if (!opens) return linked;
  const image = `<img alt="" width="1" height="1" style="display:none" src="${frontDoorUrl}${base}/open/${messageId}">`;
  return /<\/body>/i.test(linked) ? linked.replace(/<\/body>/i, `${image}</body>`) : linked + image;
};

const trackedLink = (tag: string, messageId: string, frontDoorUrl: string): string => {
  if (/\bses:no-track\b/i.test(tag)) return tag.replace(/\s*ses:no-track/i, "");
  return tag.replace(/(\bhref\s*=\s*["']?)(https?:\/\/)/i, `$1${frontDoorUrl}${base}/click/${messageId}/$2`);
};

export type TrackedVisit = { kind: "open"; messageId: string } | { kind: "click"; messageId: string; link: string };

/** What a request under `/_local/track` reports; undefined for anything else. `url` is path and query as they came. */
export const visitIn = (url: string): TrackedVisit | undefined => {
  const [, open] = url.match(/^\/_local\/track\/open\/([\w-]+)$/) ?? [];
  if (open) return { kind: "open", messageId: open };
  const [, messageId, link] = url.match(/^\/_local\/track\/click\/([\w-]+)\/(https?:\/\/.+)$/) ?? [];
  return messageId && link ? { kind: "click", messageId, link: link.replaceAll("&amp;", "&") } : undefined;
};
