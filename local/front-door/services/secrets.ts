import { readSecrets, type SecretsFile } from "../../secrets/store.ts";
import { AwsError, json } from "../answers.ts";
import { textOf, textsOf } from "../read.ts";
import { notImplemented } from "../refusals.ts";
import type { ServiceHandler } from "./service.ts";

const protocol = "application/x-amz-json-1.1";

/** Secrets Manager, as far as a function reads what the template made. */
export const secretsManagerService =
  (dataDir: string): ServiceHandler =>
  async ({ operation, input }) => {
    if (operation !== "GetSecretValue" && operation !== "DescribeSecret")
      throw unavailable("secretsmanager", operation);
    const id = textOf(input.SecretId);
    const secret = readSecrets(dataDir).secrets.find(
      ({ arn, name }) => arn === id || name === id || isPartialArn(arn, id),
    );
    if (!secret) throw new AwsError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
    const { arn: ARN, name: Name, createdAt, versionId: VersionId, value: SecretString } = secret;
    const CreatedDate = Date.parse(createdAt) / 1000;
    if (operation === "DescribeSecret") return json({ ARN, Name, CreatedDate }, 200, protocol);
    return json({ ARN, Name, CreatedDate, VersionId, VersionStages: ["AWSCURRENT"], SecretString }, 200, protocol);
  };

/** An ARN without the six letters that the service puts at its end. */
const isPartialArn = (arn: string, id: string): boolean =>
  id.startsWith("arn:") && arn.slice(0, -"-XXXXXX".length) === id;

/** Parameter Store, in the same measure. */
export const parametersService =
  (dataDir: string): ServiceHandler =>
  async ({ operation, input }) => {
    const { parameters } = readSecrets(dataDir);
    if (operation === "GetParameter") return json({ Parameter: found(parameters, textOf(input.Name)) }, 200, protocol);
    if (operation !== "GetParameters") throw unavailable("ssm", operation);
    const names = textsOf(input.Names);
    const known = parameters.filter(({ name }) => names.includes(name));
    const InvalidParameters = names.filter((name) => !known.some((parameter) => parameter.name === name));
    return json({ Parameters: known.map(asParameter), InvalidParameters }, 200, protocol);
  };

const found = (parameters: SecretsFile["parameters"], name: string) => {
  const parameter = parameters.find((one) => one.name === name || one.arn === name);
  if (!parameter) throw new AwsError("ParameterNotFound", "");
  return asParameter(parameter);
};

const asParameter = ({ arn: ARN, name: Name, value: Value, type: Type }: SecretsFile["parameters"][number]) => ({
  ARN,
  Name,
  Value,
  Type,
  Version: 1,
  DataType: "text",
});

const unavailable = (service: "secretsmanager" | "ssm", operation: string): AwsError => {
  const { code, message, status } = notImplemented(service, operation);
  return new AwsError(code, message, status);
};
