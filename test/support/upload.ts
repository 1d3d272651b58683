import type { Upload } from "../../shared/aws/presign.ts";

/** The form of an answer that may also have been about parts; empty when it was. */
export const formOf = (upload: Partial<Upload> | undefined): Upload => ({
  url: "",
  fields: {},
  maxBytes: 0,
  expiresAt: "",
  ...upload,
});

/** Sends a file with a pre-signed form, as a browser would: the fields first, the file last. */
export const uploadFile = async (
  upload: Pick<Upload, "url" | "fields">,
  file: Uint8Array | string,
): Promise<Response> => {
  const form = new FormData();
  for (const [name, value] of Object.entries(upload.fields)) form.set(name, value);
  form.set("file", new Blob([typeof file === "string" ? file : new Uint8Array(file)]), "file");
  return fetch(upload.url, { method: "POST", body: form });
};
