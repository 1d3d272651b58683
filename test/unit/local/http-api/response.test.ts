import { describe, expect, test } from "vitest";
import { toReply } from "../../../../local/http-api/response.ts";

describe("what a function's answer becomes", () => {
  test("status, headers in lower case, cookies and body are taken over", () => {
    const answer = { statusCode: 201, headers: { Location: "/v1/x", "X-Count": 3 }, cookies: ["a=1"], body: "é" };
    expect(toReply(answer)).toEqual({
      status: 201,
      headers: { "content-type": "text/plain;charset=UTF-8", location: "/v1/x", "x-count": "3" },
      cookies: ["a=1"],
      body: "é",
    });
  });

  test("a body in Base64 is sent as bytes", () => {
    const body = Buffer.from([0, 255]);
    expect(toReply({ statusCode: 200, body: body.toString("base64"), isBase64Encoded: true }).body).toEqual(body);
  });

  test("an answer without a status is the body of a 200", () => {
    expect(toReply({ hello: 1 })).toMatchObject({ status: 200, body: '{"hello":1}' });
  });

  test.each([{ statusCode: "abc" }, { statusCode: 200, body: { not: "text" } }, { statusCode: 42 }])(
    "%j is a failure of the function",
    (answer) => {
      expect(toReply(answer)).toMatchObject({ status: 500, body: '{"message":"Internal Server Error"}' });
    },
  );
});
