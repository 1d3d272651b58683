import { isUtf8 } from "node:buffer";
import { AppError } from "../errors.ts";
import type { Route } from "./contract.ts";
import { methodOf } from "./contract.ts";
import { parseIJson } from "./i-json.ts";
import type { HttpEvent } from "./read-request.ts";

/** Bodies over 1 MiB are refused. */
const MAX_BODY_BYTES = 1024 * 1024;

/**
 * The body as text; an absent one is empty. API Gateway decodes JSON itself and puts U+FFFD where it is not UTF-8.
 * @throws AppError `too-large`, `malformed-json`
 */
export const rawBody = ({ body = "", isBase64Encoded = false, headers }: HttpEvent): string => {
  const size = isBase64Encoded ? Math.floor(body.length * 0.75) : Buffer.byteLength(body);
  if (size > MAX_BODY_BYTES)
    throw new AppError("too-large", `The body may hold ${MAX_BODY_BYTES} bytes, this one has ${size}.`);
  const bytes = isBase64Encoded ? Buffer.from(body, "base64") : undefined;
  const isForm = /^(multipart|application\/x-www)/i.test(headers["content-type"] ?? "");
  if (!isForm && (bytes ? !isUtf8(bytes) : body.includes("\uFFFD")))
    throw new AppError(
      "malformed-json",
      "Send the body in UTF-8: it holds bytes, or U+FFFD, that stand for no letter.",
    );
  return bytes ? bytes.toString() : body;
};

/**
 * What a route is sent: I-JSON (RFC 7493), or the promise of a form where the route is for those.
 * @throws AppError `malformed-json`, `unsupported-media-type`
 */
export const parseBody = (event: HttpEvent, route: Route, raw: string): unknown => {
  const header = event.headers["content-type"] ?? "";
  const type = (header.split(";")[0] ?? "").trim().toLowerCase();
  if (route.form) return readForm(raw, type, header);
  if (raw === "") return noBody(route);
  const coding = event.headers["content-encoding"]?.trim().toLowerCase() ?? "identity";
  if (coding !== "identity")
    throw new AppError("unsupported-media-type", `Send the body as it is, not in ${coding}.`, {
      headers: { "accept-encoding": "identity" },
    });
  const isPatch = methodOf(route.key) === "PATCH";
  if (type !== "application/json" && !(isPatch && type === "application/merge-patch+json"))
    throw unsupported(type, isPatch ? "application/json or application/merge-patch+json" : "application/json");
  const charset = /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(header)?.[1]?.toLowerCase();
  if (charset !== undefined && charset !== "utf-8" && charset !== "utf8" && charset !== "us-ascii")
    throw new AppError("unsupported-media-type", `JSON is written in UTF-8, not in ${charset}.`);
  return parseIJson(raw.charCodeAt(0) === 0xfeff ? raw.slice(1) : raw);
};

/** Orders such as `cancel` need no body; a change without one is a mistake. */
const noBody = ({ key }: Route): unknown => (methodOf(key) === "POST" ? {} : undefined);

/** RFC 8058, section 3.2: mail providers may unsubscribe with either kind of form. */
const readForm = async (raw: string, type: string, header: string): Promise<unknown> => {
  if (type === "application/x-www-form-urlencoded" || type === "") return Object.fromEntries(new URLSearchParams(raw));
  if (type !== "multipart/form-data")
    throw unsupported(type, "application/x-www-form-urlencoded or multipart/form-data");
  const form = new Response(raw, { headers: { "content-type": header } }).formData();
  return Object.fromEntries(
    await form.catch(() => {
      throw new AppError("bad-request", "The form cannot be read.");
    }),
  );
};

const unsupported = (type: string, wanted: string): AppError =>
  new AppError(
    "unsupported-media-type",
    type === "" ? `Send Content-Type: ${wanted}.` : `Send Content-Type: ${wanted}, not ${type}.`,
    { headers: { accept: wanted.replace(" or ", ", ") } },
  );
