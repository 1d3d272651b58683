import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Service } from "./calls.ts";

export interface Answer {
  status: number;
  headers: Record<string, string | string[]>;
  body: string | Buffer | Readable;
}

export const json = (body: unknown, status = 200, contentType = "application/json"): Answer => ({
  status,
  headers: { "content-type": contentType },
  body: JSON.stringify(body),
});

export const xml = (body: string, status = 200): Answer => {
  const headers = { "content-type": "application/xml" };
  return { status, headers, body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}` };
};

export const xmlText = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** Up to here an answer is written in one go: a pipeline costs more than the copy. */
const smallBody = 256 * 1024;

export const send = async (response: ServerResponse, { status, headers, body }: Answer): Promise<void> => {
  if (body instanceof Readable && !(Number(headers["content-length"]) <= smallBody)) {
    response.writeHead(status, headers);
    return pipeline(body, response);
  }
  const whole = body instanceof Readable ? await collected(body) : body;
  // An engine's answer states its length already; to a HEAD it is that of the object.
  const stated = body instanceof Readable || status === 204 ? {} : { "content-length": Buffer.byteLength(whole) };
  response.writeHead(status, { ...headers, ...stated });
  response.end(whole);
};

/** All that a stream gives; faster than the general helpers for the one chunk that it mostly is. */
export const collected = (stream: Readable): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("end", () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    stream.on("error", reject);
  });

/** Why a service says no. */
export interface Refusal {
  code: string;
  message: string;
  status: number;
  /** Further elements of S3's error document. */
  details?: Record<string, string>;
}

/** An error thrown anywhere behind the front door, answered in the words of its service. */
export class AwsError extends Error {
  readonly refusal: Refusal;

  constructor(code: string, message: string, status = 400, details: Record<string, string> = {}) {
    super(message);
    this.refusal = { code, message, status, details };
  }
}

/** A refusal in the protocol of the service, as its SDK client expects it. */
export const refuse = (service: Service, refusal: Refusal): Answer => {
  const requestId = randomUUID();
  switch (service) {
    case "s3":
      return s3Refusal(refusal, requestId);
    case "sns":
    case "sts":
      return queryRefusal(service, refusal, requestId);
    default:
      return jsonRefusal(service, refusal, requestId);
  }
};

const jsonRefusal = (service: Service, { code, message, status }: Refusal, requestId: string): Answer => {
  const isRest = service === "ses" || service === "scheduler";
  const version = service === "dynamodb" || service === "sqs" ? "1.0" : "1.1";
  return {
    status,
    headers: {
      "content-type": isRest ? "application/json" : `application/x-amz-json-${version}`,
      "x-amzn-requestid": requestId,
      ...(isRest && { "x-amzn-errortype": code }),
      ...(service === "sqs" && { "x-amzn-query-error": `${code};${status < 500 ? "Sender" : "Receiver"}` }),
    },
    body: JSON.stringify(isRest ? { message } : { __type: `com.amazon.coral.service#${code}`, message }),
  };
};

const queryRefusal = (service: Service, { code, message, status }: Refusal, requestId: string): Answer => {
  const space =
    service === "sns" ? "http://sns.amazonaws.com/doc/2010-03-31/" : "https://sts.amazonaws.com/doc/2011-06-15/";
  const type = status < 500 ? "Sender" : "Receiver";
  return xml(
    `<ErrorResponse xmlns="${space}"><Error><Type>${type}</Type><Code>${code}</Code><Message>${xmlText(message)}</Message></Error>` +
      `<RequestId>${requestId}</RequestId></ErrorResponse>`,
    status,
  );
};

const s3Refusal = ({ code, message, status, details = {} }: Refusal, requestId: string): Answer => {
  const more = Object.entries(details).map(([name, value]) => `<${name}>${xmlText(value)}</${name}>`);
  const answer = xml(
    `<Error><Code>${code}</Code><Message>${xmlText(message)}</Message>${more.join("")}` +
      `<RequestId>${requestId}</RequestId><HostId>local</HostId></Error>`,
    status,
  );
  return { ...answer, headers: { ...answer.headers, "x-amz-request-id": requestId } };
};
