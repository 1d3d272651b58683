import { AwsError } from "../front-door/answers.ts";

export interface UploadForm {
  /** Names as they came; what follows the file is ignored, as in S3. */
  fields: Map<string, string>;
  file: Buffer;
  fileName: string;
}

/** Reads a `multipart/form-data` body. @throws AwsError `MalformedPOSTRequest`, or when there is no file in it. */
export const readForm = (contentType: string, body: Buffer): UploadForm => {
  const boundary = contentType.match(/boundary=(?:"([^"]+)"|([^\s;]+))/i);
  const mark = boundary?.[1] ?? boundary?.[2];
  if (!mark) throw malformed();
  const fields = new Map<string, string>();
  for (const part of partsOf(body, `--${mark}`)) {
    const { name, fileName, content } = readPart(part);
    if (name === "file") return { fields, file: content, fileName: fileName ?? "" };
    fields.set(name, content.toString());
  }
  throw new AwsError("InvalidArgument", "POST requires exactly one file upload per request.", 400);
};

function* partsOf(body: Buffer, mark: string): Generator<Buffer> {
  let start = body.indexOf(mark);
  while (start !== -1) {
    const contentStart = start + mark.length + 2; // the line's end, or the two dashes of the last mark
    const next = body.indexOf(`\r\n${mark}`, contentStart - 2);
    if (next === -1) return;
    yield body.subarray(contentStart, Math.max(contentStart, next));
    start = next + 2;
  }
}

const readPart = (part: Buffer): { name: string; fileName: string | undefined; content: Buffer } => {
  const end = part.indexOf("\r\n\r\n");
  if (end === -1) throw malformed();
  const disposition =
    part
      .subarray(0, end)
      .toString()
      .match(/^content-disposition:.*$/im)?.[0] ?? "";
  const name = disposition.match(/[;\s]name="([^"]*)"/i)?.[1];
  if (name === undefined) throw malformed();
  const fileName = disposition
    .match(/[;\s]filename="([^"]*)"/i)?.[1]
    ?.split(/[\\/]/)
    .at(-1);
  return { name, fileName, content: part.subarray(end + 4) };
};

const malformed = (): AwsError => {
  const message = "The body of your POST request is not well-formed multipart/form-data.";
  return new AwsError("MalformedPOSTRequest", message, 400);
};
