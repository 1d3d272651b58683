import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

/** The key that cursors and client links are signed with, from the stage's secret. */
export const readSigningKey = async (secretArn: string): Promise<string> => {
  const answer = await new SecretsManagerClient({}).send(new GetSecretValueCommand({ SecretId: secretArn }));
  if (!answer.SecretString) throw new Error("The signing secret is empty.");
  return answer.SecretString;
};
