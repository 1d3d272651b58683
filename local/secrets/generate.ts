import { randomInt } from "node:crypto";

/** `GenerateSecretString` of AWS::SecretsManager::Secret. */
export interface GenerateOptions {
  /** @default 32 */
  PasswordLength?: number;
  ExcludeCharacters?: string;
  ExcludeLowercase?: boolean;
  ExcludeUppercase?: boolean;
  ExcludeNumbers?: boolean;
  ExcludePunctuation?: boolean;
  IncludeSpace?: boolean;
  /** @default true */
  RequireEachIncludedType?: boolean;
  /** A JSON object, into which the password is put under `GenerateStringKey`. */
  SecretStringTemplate?: string;
  GenerateStringKey?: string;
}

/** A secret as the template orders it. @throws RangeError when the order leaves no character to take. */
export const generateSecret = (options: GenerateOptions): string => {
  const password = generatePassword(options);
  const { SecretStringTemplate, GenerateStringKey } = options;
  if (!SecretStringTemplate || !GenerateStringKey) return password;
  return JSON.stringify({ ...JSON.parse(SecretStringTemplate), [GenerateStringKey]: password });
};

const generatePassword = (options: GenerateOptions): string => {
  const { PasswordLength = 32, RequireEachIncludedType = true } = options;
  const kinds = allowedKinds(options);
  const all = kinds.join("");
  if (all === "") throw new RangeError("The secret's options exclude every character.");
  const required = RequireEachIncludedType ? kinds.map(pick) : [];
  const rest = Array.from({ length: Math.max(0, PasswordLength - required.length) }, () => pick(all));
  return shuffled([...required, ...rest])
    .slice(0, PasswordLength)
    .join("");
};

const allowedKinds = (options: GenerateOptions): string[] => {
  const excluded = new Set(options.ExcludeCharacters ?? "");
  const kinds = [
    options.ExcludeLowercase ? "" : "abcdefghijklmnopqrstuvwxyz",
    options.ExcludeUppercase ? "" : "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    options.ExcludeNumbers ? "" : "0123456789",
    options.ExcludePunctuation ? "" : "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
    options.IncludeSpace ? " " : "",
  ];
  return kinds.map((kind) => [...kind].filter((one) => !excluded.has(one)).join("")).filter((kind) => kind !== "");
};

const pick = (characters: string): string => characters.charAt(randomInt(characters.length));

const shuffled = (characters: string[]): string[] => {
  const result = [...characters];
  for (let last = result.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [result[last], result[other]] = [result[other] ?? "", result[last] ?? ""];
  }
  return result;
};
