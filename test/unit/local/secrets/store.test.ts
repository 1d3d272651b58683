import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { generateSecret } from "../../../../local/secrets/generate.ts";
import { createSecret, putParameter, readSecrets } from "../../../../local/secrets/store.ts";

let dataDir = "";
const shelf = () => ({ dataDir, region: "ca-central-1" });

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "secrets-"));
});

afterEach(() => rmSync(dataDir, { recursive: true }));

describe("secrets", () => {
  test("are made once and stay as they are", () => {
    const arn = createSecret(shelf(), "token-key", { generate: {} });
    const [secret] = readSecrets(dataDir).secrets;
    expect(arn).toMatch(/^arn:aws:secretsmanager:ca-central-1:000000000000:secret:token-key-\w{6}$/);
    expect(createSecret(shelf(), "token-key", { value: "other" })).toBe(arn);
    expect(readSecrets(dataDir).secrets).toEqual([secret]);
  });

  test("may be given in the template", () => {
    createSecret(shelf(), "given", { value: '{"a":1}' });
    expect(readSecrets(dataDir).secrets[0]?.value).toBe('{"a":1}');
  });

  test("have parameters beside them, which follow the template", () => {
    putParameter(shelf(), "/stage", "one");
    putParameter(shelf(), "/stage", "two");
    expect(readSecrets(dataDir).parameters).toMatchObject([
      { name: "/stage", value: "two", arn: "arn:aws:ssm:ca-central-1:000000000000:parameter/stage" },
    ]);
  });
});

describe("a generated secret", () => {
  test("is as long as ordered, with every kind of character that is not excluded", () => {
    const secret = generateSecret({ PasswordLength: 12, ExcludePunctuation: true, ExcludeCharacters: "abc" });
    expect(secret).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[d-zA-Z0-9]{12}$/);
  });

  test("goes into its template", () => {
    const secret = generateSecret({ SecretStringTemplate: '{"user":"admin"}', GenerateStringKey: "password" });
    expect(JSON.parse(secret)).toEqual({ user: "admin", password: expect.any(String) });
  });

  test("cannot be made of nothing", () => {
    const nothing = { ExcludeLowercase: true, ExcludeUppercase: true, ExcludeNumbers: true, ExcludePunctuation: true };
    expect(() => generateSecret(nothing)).toThrow("exclude every character");
  });
});
