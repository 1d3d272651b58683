import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { readForm } from "../../../../local/s3/post-form.ts";

/** As a browser writes it. */
const written = async (form: FormData): Promise<[string, Buffer]> => {
  const response = new Response(form);
  return [response.headers.get("content-type") ?? "", Buffer.from(await response.arrayBuffer())];
};

describe("an upload form", () => {
  property.prop([fc.uint8Array({ maxLength: 2000 }), fc.string()])(
    "gives file and fields back byte for byte",
    async (bytes, value) => {
      const form = new FormData();
      form.append("key", value.replace(/[\r\n]/g, ""));
      form.append("file", new Blob([Buffer.from(bytes)]), "photo.png");
      const { fields, file, fileName } = readForm(...(await written(form)));
      expect([fields.get("key"), fileName]).toEqual([value.replace(/[\r\n]/g, "").toWellFormed(), "photo.png"]);
      expect(file.equals(Buffer.from(bytes))).toBe(true);
    },
  );

  test("ends at its file: what follows does not count", async () => {
    const form = new FormData();
    form.append("file", new Blob(["x"]), "C:\\photos\\été.png");
    form.append("acl", "public-read");
    const { fields, fileName } = readForm(...(await written(form)));
    expect([fields.size, fileName]).toEqual([0, "été.png"]);
  });

  test("is refused without a file, a boundary or an end", async () => {
    const form = new FormData();
    form.append("key", "x");
    const [type, body] = await written(form);
    expect(() => readForm(type, body)).toThrow("exactly one file");
    expect(() => readForm("multipart/form-data", body)).toThrow("not well-formed");
    expect(() => readForm(type, body.subarray(0, 30))).toThrow("exactly one file");
  });
});
