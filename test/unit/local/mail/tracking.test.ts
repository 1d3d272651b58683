import { describe, expect, test } from "vitest";
import { trackedHtml, visitIn } from "../../../../local/mail/tracking.ts";

const frontDoor = "http://127.0.0.1:4000";
const both = { opens: true, clicks: true };

describe("tracking", () => {
  test("leads each link past the front door and ends the body with a pixel", () => {
    const html = trackedHtml(
      '<body><a class="x" href="https://a.co/p?x=1&amp;y=2">go</a></body>',
      "id-000001",
      both,
      frontDoor,
    );
    expect(html).toBe(
      `<body><a class="x" href="${frontDoor}/_local/track/click/id-000001/https://a.co/p?x=1&amp;y=2">go</a>` +
        `<img alt="" width="1" height="1" style="display:none" src="${frontDoor}/_local/track/open/id-000001"></body>`,
    );
  });

  test("leaves mail links, anchors and links that ask for it alone", () => {
    const html = '<a href="mailto:a@b.co">m</a><a href="#x">x</a><a ses:no-track href="https://a.co">n</a>';
    expect(trackedHtml(html, "id", { opens: false, clicks: true }, frontDoor)).toBe(html.replace(" ses:no-track", ""));
  });

  test("does nothing that is switched off", () => {
    const html = '<a href="https://a.co">x</a>';
    expect(trackedHtml(html, "id", { opens: false, clicks: false }, frontDoor)).toBe(html);
  });

  test("knows a visit when it comes", () => {
    expect(visitIn("/_local/track/open/id-000001")).toEqual({ kind: "open", messageId: "id-000001" });
    expect(visitIn("/_local/track/click/id-000001/https://a.co/p?x=1&y=2")).toEqual({
      kind: "click",
      messageId: "id-000001",
      link: "https://a.co/p?x=1&y=2",
    });
    expect(visitIn("/_local/track/click/id/javascript:alert(1)")).toBeUndefined();
    expect(visitIn("/_local/messages")).toBeUndefined();
  });
});
