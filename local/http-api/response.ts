import type { ServerResponse } from "node:http";
import { isObject } from "../assembly/template.ts";

export interface Reply {
  status: number;
  headers: Record<string, string>;
  cookies: string[];
  body: string | Buffer;
}

/** A refusal in API Gateway's own words. */
export const gatewayReply = (status: number, message: string): Reply => ({
  status,
  headers: { "content-type": "application/json" },
  cookies: [],
  body: JSON.stringify({ message }),
});

/**
 * What a function's answer becomes. Without a `statusCode` the whole answer is the body of a 200; one that cannot be
 * read is a failure of the function.
 */
export const toReply = (answer: unknown): Reply => {
  if (!isObject(answer) || !("statusCode" in answer)) {
    const body = typeof answer === "string" ? answer : JSON.stringify(answer ?? null);
    return { status: 200, headers: { "content-type": "application/json" }, cookies: [], body };
  }
  const { statusCode, headers, cookies, body, isBase64Encoded } = answer;
  const status = Number(statusCode);
  const isReadable =
    Number.isInteger(status) && status >= 200 && status <= 599 && (body == null || typeof body === "string");
  if (!isReadable) return gatewayReply(500, "Internal Server Error");
  const text = typeof body === "string" ? body : "";
  return {
    status,
    headers: lowerCased(isObject(headers) ? headers : {}),
    cookies: Array.isArray(cookies) ? cookies.map(String) : [],
    body: isBase64Encoded === true ? Buffer.from(text, "base64") : text,
  };
};

const lowerCased = (headers: Record<string, unknown>): Record<string, string> => {
  const given = Object.entries(headers).filter(([, value]) => value !== undefined && value !== null);
  return {
    "content-type": "text/plain;charset=UTF-8",
    ...Object.fromEntries(given.map(([name, value]) => [name.toLowerCase(), String(value)])),
  };
};

export const sendReply = (response: ServerResponse, reply: Reply, requestId: string): void => {
  if (response.destroyed || response.headersSent) return;
  const hasBody = reply.status !== 204 && reply.status !== 304;
  const { "content-type": type, ...others } = reply.headers;
  response.writeHead(reply.status, {
    ...others,
    ...(type !== undefined && hasBody && { "content-type": type }),
    "apigw-requestid": requestId,
    ...(reply.cookies.length > 0 && { "set-cookie": reply.cookies }),
    ...(hasBody && { "content-length": Buffer.byteLength(reply.body) }),
  });
  response.end(hasBody ? reply.body : undefined);
};
