/**
 * The only reader of the environment. Each variable is set by one CDK construct; a missing one fails at cold start with
 * a sentence, not later with `undefined`.
 */
const required = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`The environment variable ${name} is missing: its CDK construct must set it.`);
  return value;
};

export const env = {
  /** `local`, `prod` …: the stage's name, for logs. */
  stage: () => required("STAGE"),
  tableName: () => required("TABLE_NAME"),
  busName: () => required("BUS_NAME"),
  filesBucket: () => required("FILES_BUCKET"),
  /** The bucket where uploads wait for their verdict. */
  quarantineBucket: () => required("QUARANTINE_BUCKET"),
  signingSecretArn: () => required("SIGNING_SECRET_ARN"),
  userPoolId: () => required("USER_POOL_ID"),
  userPoolClientId: () => required("USER_POOL_CLIENT_ID"),
  configurationSet: () => required("CONFIGURATION_SET"),
  /** The verified address that e-mails come from when the account has none of its own. */
  senderEmail: () => required("SENDER_EMAIL"),
  /** Where the pages for clients live, without a slash at the end. */
  publicUrl: () => required("PUBLIC_URL"),
  queueUrl: (name: string) => required(`QUEUE_${name.toUpperCase().replaceAll("-", "_")}`),
  signUpOpen: () => required("SIGN_UP") === "open",
  number: (name: string) => Number(required(name)),
  region: () => required("AWS_REGION"),
  /** Set where AWS is played by something else (LocalStack, the one-machine runner): the SDK reads it too. */
  awsEndpoint: () => process.env.AWS_ENDPOINT_URL,
};
