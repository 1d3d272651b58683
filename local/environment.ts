import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Deployment, FunctionDeclaration } from "./assembly/deployment.ts";
import type { Place } from "./assembly/identify.ts";
import { shortHash } from "./assembly/physical-name.ts";
import type { Caller } from "./front-door/contract.ts";

/**
 * One pair of keys per function, so that the front door knows whose role applies. They are the same at every start: forms
 * signed yesterday can still be posted.
 */
export const createCallers = ({ functions, roles }: Deployment, dataDir: string): Caller[] => {
  const seed = keySeed(dataDir);
  return functions.map(({ name, roleArn }) => {
    const statements = roles.get(roleArn);
    if (!statements) throw new Error(`${name} has the role ${roleArn}, which is not in the template`);
    return {
      accessKeyId: `ASIA${shortHash(name, 16).toUpperCase()}`,
      secretAccessKey: shortHash(`${seed} ${name}`, 40),
      functionName: name,
      roleArn,
      statements,
    };
  });
};

/** What a function finds in its environment: what Lambda sets, and the variables of the template. */
export const functionEnvironment = (
  declaration: FunctionDeclaration,
  caller: Caller,
  { region, frontDoorUrl }: Place,
): Record<string, string> => ({
  AWS_ACCESS_KEY_ID: caller.accessKeyId,
  AWS_SECRET_ACCESS_KEY: caller.secretAccessKey,
  AWS_DEFAULT_REGION: region,
  AWS_REGION: region,
  AWS_ENDPOINT_URL: frontDoorUrl,
  AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(declaration.memoryMb),
  AWS_LAMBDA_FUNCTION_NAME: declaration.name,
  AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
  AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
  AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${declaration.name}`,
  AWS_LAMBDA_LOG_STREAM_NAME: "local",
  LAMBDA_TASK_ROOT: declaration.directory,
  LANG: "en_US.UTF-8",
  PATH: "/usr/local/bin:/usr/bin:/bin",
  TZ: ":UTC",
  _HANDLER: declaration.handler,
  ...declaration.variables,
});

const keySeed = (dataDir: string): string => {
  const file = join(dataDir, "key-seed");
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(file, randomBytes(24).toString("hex"), { mode: 0o600 });
  }
  return readFileSync(file, "utf8");
};
