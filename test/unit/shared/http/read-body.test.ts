import { describe, expect, it } from "vitest";
import { AppError } from "../../../../shared/errors.ts";
import type { RouteKey } from "../../../../shared/http/contract.ts";
import { parseBody, rawBody } from "../../../../shared/http/read-body.ts";
import { aRoute } from "../../../support/a-route.ts";
import { httpEvent } from "../../../support/call.ts";

/** What becomes of a body: the parsed value, or the refusal's status and sentence. */
const sent = async (
  body: string | Buffer,
  type: string | undefined,
  key: RouteKey = "POST /v1/things",
  form = false,
) => {
  const event = httpEvent(aRoute(key), { params: { id: "1", token: "2" } });
  event.headers = type === undefined ? {} : { "content-type": type };
  event.body = typeof body === "string" ? body : body.toString("base64");
  event.isBase64Encoded = typeof body !== "string";
  try {
    return await parseBody(event, aRoute(key, form), rawBody(event));
  } catch (error) {
    if (error instanceof AppError) return [error.status, error.message];
    throw error;
  }
};

describe("a body of JSON", () => {
  it.each([
    ["application/json"],
    ["APPLICATION/JSON"],
    ['application/json; charset="UTF-8"'],
    ["application/json;charset=us-ascii"],
  ])("is taken as %s", async (type) => expect(await sent('{"a":"é"}', type)).toEqual({ a: "é" }));

  it.each([
    [undefined, "Send Content-Type: application/json."],
    ["application/x-www-form-urlencoded", /application\/json, not application\/x-www-form-urlencoded/],
    ["multipart/form-data; boundary=x", /not multipart/],
    ["text/plain;charset=UTF-8", /not text\/plain/],
    ["application/json-patch+json", /not application\/json-patch/],
    ["application/merge-patch+json", /not application\/merge-patch/],
    ["application/vnd.api+json", /not application\/vnd/],
    ["application/json; charset=iso-8859-1", /not in iso-8859-1/],
    ["application/json;charset=utf-16", /not in utf-16/],
  ])("is refused as %s, with what to send", async (type, why) => {
    expect(await sent('{"a":1}', type)).toEqual([415, expect.stringMatching(why)]);
  });

  it("is a merge patch for a PATCH alone, under either name", async () => {
    expect(await sent('{"a":1}', "application/merge-patch+json", "PATCH /v1/things/{id}")).toEqual({ a: 1 });
    expect(await sent('{"a":1}', "application/json", "PATCH /v1/things/{id}")).toEqual({ a: 1 });
    const patch = await sent("[]", "application/json-patch+json", "PATCH /v1/things/{id}");
    expect(patch).toEqual([415, expect.stringMatching(/merge-patch\+json, not/)]);
  });

  it.each([
    ["Latin-1 within base64", Buffer.from('{"firstName":"Ren\xe9"}', "latin1")],
    ["what API Gateway made of Latin-1", '{"firstName":"Ren\ufffd"}'],
    ["UTF-16", Buffer.from('\ufeff{"firstName":"René"}', "utf16le")],
    ["a letter that is cut in half", Buffer.from('{"firstName":"René').subarray(0, -1)],
  ])("that is not UTF-8 is refused: %s", async (_, body) => {
    expect(await sent(body, "application/json")).toEqual([400, expect.stringMatching(/^Send the body in UTF-8/)]);
  });

  it("may begin with a byte order mark", async () => {
    expect(await sent('\ufeff{"a":1}', "application/json")).toEqual({ a: 1 });
  });

  it("may be left out of an order, not of a change", async () => {
    expect(await sent("", undefined)).toEqual({});
    expect(await sent("", undefined, "PATCH /v1/things/{id}")).toBeUndefined();
    expect(await sent("", "application/json", "PUT /v1/things/{id}")).toBeUndefined();
  });
});

describe("a form", () => {
  const form = (body: string, type: string | undefined) => sent(body, type, "POST /p/{token}", true);

  it.each(["application/x-www-form-urlencoded", "Application/X-WWW-Form-Urlencoded; charset=UTF-8", undefined])(
    "is read as %s",
    async (type) => expect(await form("List-Unsubscribe=One-Click", type)).toEqual({ "List-Unsubscribe": "One-Click" }),
  );

  it("is read as the other kind that mail providers send", async () => {
    const body = '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n';
    expect(await form(body, "Multipart/Form-Data; boundary=x")).toEqual({ "List-Unsubscribe": "One-Click" });
    expect(await form("nothing", "multipart/form-data")).toEqual([400, "The form cannot be read."]);
  });

  it("is no JSON", async () => expect(await form("{}", "application/json")).toEqual([415, expect.any(String)]));
});
