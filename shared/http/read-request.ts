import { AppError } from "../errors.ts";

/** The part of API Gateway's HTTP API event (payload format 2.0) that the product reads. */
export interface HttpEvent {
  routeKey: string;
  rawPath: string;
  headers: Record<string, string | undefined>;
  /** Each as `name=value`; they do not stand among the headers. */
  cookies?: string[];
  pathParameters?: Record<string, string | undefined> | undefined;
  queryStringParameters?: Record<string, string | undefined> | undefined;
  requestContext: { requestId: string; http: { method: string; sourceIp: string } };
  body?: string | undefined;
  isBase64Encoded?: boolean;
}

/** Bodies over 1 MiB are refused. */
const MAX_BODY_BYTES = 1024 * 1024;

/** The raw body; an absent one is empty. @throws AppError `too-large` */
export const rawBody = (event: HttpEvent): string => {
  const body = event.body ?? "";
  const bytes = event.isBase64Encoded ? Math.floor(body.length * 0.75) : Buffer.byteLength(body);
  if (bytes > MAX_BODY_BYTES)
    throw new AppError("too-large", `The body may hold ${MAX_BODY_BYTES} bytes, this one has ${bytes}.`);
  return event.isBase64Encoded ? Buffer.from(body, "base64").toString() : body;
};

/** I-JSON, or a form as browsers and mail providers send it. @throws AppError `malformed-json`, `unsupported-media-type` */
export const parseBody = async (event: HttpEvent, raw: string): Promise<unknown> => {
  const type = event.headers["content-type"] ?? "application/json";
  // RFC 8058, section 3.2: mail providers may unsubscribe with either kind of form.
  if (type.startsWith("multipart/form-data")) {
    const form = new Response(raw, { headers: { "content-type": type } }).formData();
    return Object.fromEntries(
      await form.catch(() => {
        throw new AppError("bad-request", "The form cannot be read.");
      }),
    );
  }
  if (type.startsWith("application/x-www-form-urlencoded")) return Object.fromEntries(new URLSearchParams(raw));
  if (!/^application\/([\w.-]+\+)?json\b/i.test(type))
    throw new AppError("unsupported-media-type", `Send application/json, not ${type}.`);
  const parsed = parseJson(raw);
  if (MAY_HOLD_NO_TEXT.test(raw) && HOLDS_NO_TEXT.test(JSON.stringify(parsed)))
    throw new AppError("malformed-json", "Text may not hold U+FFFE, U+FFFF or half of a surrogate pair.");
  return parsed;
};

const parseJson = (raw: string): unknown => {
  try {
    return raw === "" ? {} : JSON.parse(raw);
  } catch (error) {
    throw new AppError("malformed-json", error instanceof Error ? error.message : undefined);
  }
};

/**
 * What is no character and I-JSON forbids (RFC 7493, section 2.1): SQS takes no message with it, so what follows from a
 * change would never happen. The first looks at the body as it came, whether it is worth looking closer: emoji are often
 * escaped by halves. `stringify` writes a half that is alone as `\ud800`.
 */
const MAY_HOLD_NO_TEXT = /[\uFFFE\uFFFF]|\\u(?:[dD][89a-fA-F]|[fF]{3}[eEfF])/;
const HOLDS_NO_TEXT = /[\uFFFE\uFFFF]|(?<!\\)(?:\\\\)*\\ud[89a-f]/;

/** @throws AppError `bad-request` for a path that holds what no body may */
export const mustBeText = ({ rawPath }: Pick<HttpEvent, "rawPath">): void => {
  if (/[\uFFFE\uFFFF]|%EF%BF%B[EF]/i.test(rawPath))
    throw new AppError("bad-request", "The path may not hold U+FFFE or U+FFFF.");
};

/** The query as an object; `field.make=x` becomes `{ field: { make: "x" } }`. */
export const queryObject = (event: HttpEvent): Record<string, unknown> => {
  const query: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(event.queryStringParameters ?? {})) {
    const dot = name.indexOf(".");
    if (dot < 1) {
      query[name] = value;
      continue;
    }
    const group = name.slice(0, dot);
    const known = query[group];
    query[group] = { ...(typeof known === "object" ? known : {}), [name.slice(dot + 1)]: value };
  }
  return query;
};
