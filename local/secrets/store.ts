import { randomBytes, randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { localAccountId } from "../front-door/contract.ts";
import { type GenerateOptions, generateSecret } from "./generate.ts";

export interface Secret {
  name: string;
  arn: string;
  value: string;
  versionId: string;
  /** RFC 3339. */
  createdAt: string;
}

export interface Parameter {
  name: string;
  arn: string;
  value: string;
  type: "String" | "StringList" | "SecureString";
}

export interface SecretsFile {
  secrets: Secret[];
  parameters: Parameter[];
}

interface SecretSource {
  /** `SecretString` of the template. */
  value?: string;
  /** `GenerateSecretString` of the template, spelled as there. */
  generate?: GenerateOptions;
}

interface Shelf {
  dataDir: string;
  region: string;
}

/** The secret of that name, made on the first call and kept for ever after: its ARN. */
export const createSecret = ({ dataDir, region }: Shelf, name: string, { value, generate }: SecretSource): string => {
  const file = readSecrets(dataDir);
  const known = file.secrets.find((secret) => secret.name === name);
  if (known) return known.arn;
  const arn = `arn:aws:secretsmanager:${region}:${localAccountId}:secret:${name}-${randomBytes(3).toString("hex")}`;
  const content = value ?? generateSecret(generate ?? {});
  file.secrets.push({ name, arn, value: content, versionId: randomUUID(), createdAt: new Date().toISOString() });
  write(dataDir, file);
  return arn;
};

/** Sets a parameter of Parameter Store: its ARN. */
export const putParameter = (shelf: Shelf, name: string, value: string, type: Parameter["type"] = "String"): string => {
  const { dataDir, region } = shelf;
  const file = readSecrets(dataDir);
  const arn = `arn:aws:ssm:${region}:${localAccountId}:parameter/${name.replace(/^\//, "")}`;
  const others = file.parameters.filter((parameter) => parameter.name !== name);
  write(dataDir, { ...file, parameters: [...others, { name, arn, value, type }] });
  return arn;
};

/** Empty while there are none. Read anew each time: small, and written by another part of the runner. */
export const readSecrets = (dataDir: string): SecretsFile => {
  try {
    const file: SecretsFile = JSON.parse(readFileSync(fileIn(dataDir), "utf8"));
    return file;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return { secrets: [], parameters: [] };
    throw error;
  }
};

const write = (dataDir: string, file: SecretsFile): void => {
  mkdirSync(dataDir, { recursive: true });
  const draft = `${fileIn(dataDir)}.new`;
  writeFileSync(draft, JSON.stringify(file, undefined, 2), { mode: 0o600 });
  renameSync(draft, fileIn(dataDir));
};

const fileIn = (dataDir: string): string => join(dataDir, "secrets.json");
