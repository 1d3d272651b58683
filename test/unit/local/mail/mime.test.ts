import { describe, expect, test } from "vitest";
import { decodedWords, readMime } from "../../../../local/mail/mime.ts";

const message = (...lines: string[]) => readMime(Buffer.from(lines.join("\r\n"), "latin1"));

describe("a MIME message", () => {
  test("without any structure is text", () => {
    expect(message("Subject: Hi", "From: a@b.co", "", "Hello", "there")).toMatchObject({
      subject: "Hi",
      text: "Hello\r\nthere",
      attachments: [],
    });
  });

  test("keeps text, HTML, pictures and files apart, however deep they lie", () => {
    const read = message(
      "Subject: =?iso-8859-1?Q?R=E9sum=E9?= =?utf-8?B?IMOgIGxpcmU=?=",
      'Content-Type: multipart/mixed; boundary="outer"',
      "",
      "preamble",
      "--outer",
      "Content-Type: multipart/related; boundary=inner",
      "",
      "--inner",
      "Content-Type: text/html; charset=utf-8",
      "Content-Transfer-Encoding: base64",
      "",
      Buffer.from("<p>é</p>").toString("base64"),
      "--inner",
      "Content-Type: image/gif",
      "Content-ID: <logo@x>",
      "Content-Transfer-Encoding: base64",
      "",
      "R0lG",
      "--inner--",
      "--outer",
      "Content-Type: text/plain; charset=windows-1252",
      "Content-Transfer-Encoding: quoted-printable",
      "",
      "5 =80 =",
      "net",
      "--outer",
      'Content-Type: text/csv; name="a.csv"',
      "Content-Disposition: attachment;",
      " filename*0=long-;",
      " filename*1=name.csv",
      "",
      "a;b",
      "--outer--",
      "epilogue",
    );
    expect(read).toMatchObject({ subject: "Résumé à lire", html: "<p>é</p>", text: "5 € net" });
    expect(read.attachments).toEqual([
      { fileName: "unnamed", contentType: "image/gif", content: "R0lG", contentId: "logo@x" },
      { fileName: "long-name.csv", contentType: "text/csv", content: Buffer.from("a;b").toString("base64") },
    ]);
  });

  test("folds its headers back", () => {
    expect(message("Subject: one", " two", "", "x").subject).toBe("one two");
  });

  test("in an unknown character set still shows", () => {
    expect(decodedWords("=?klingon?Q?abc?=")).toBe("abc");
  });
});
