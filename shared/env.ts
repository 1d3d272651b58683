/**
 * The only reader of the environment. Each variable is set by one CDK construct; a missing one fails at cold start with
 * a sentence, not later with `undefined`.
 */
const required = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`The environment variable ${name} is missing: its CDK construct must set it.`);
  return value;
};

/** What the provider has verified of the stage's sender: its whole domain, or the one address. */
export type SenderIdentity = "domain" | "email";

const inCapitals = (name: string): string => name.toUpperCase().replaceAll("-", "_");

export const env = {
  /** `local`, `prod` …: the stage's name, for logs. */
  stage: () => required("STAGE"),
  tableName: () => required("TABLE_NAME"),
  busName: () => required("BUS_NAME"),
  filesBucket: () => required("FILES_BUCKET"),
  /** The bucket where uploads wait for their verdict. */
  quarantineBucket: () => required("QUARANTINE_BUCKET"),
  /** Whether GuardDuty scans what arrives; else a stand-in looks at it that knows EICAR's test file only. */
  guardDutyScans: () => required("MALWARE_SCAN") === "guardduty",
  signingSecretArn: () => required("SIGNING_SECRET_ARN"),
  userPoolId: () => required("USER_POOL_ID"),
  userPoolClientId: () => required("USER_POOL_CLIENT_ID"),
  configurationSet: () => required("CONFIGURATION_SET"),
  /** The verified address that e-mails come from when the account has none of its own. */
  senderEmail: () => required("SENDER_EMAIL"),
  /** What of it is verified; where nothing is said the domain, as in the settings of a stage. */
  senderIdentity: (): SenderIdentity => (process.env.SENDER_IDENTITY === "email" ? "email" : "domain"),
  /** Where the pages for clients live, without a slash at the end. */
  publicUrl: () => required("PUBLIC_URL"),
  queueUrl: (name: string) => required(`QUEUE_${inCapitals(name)}`),
  queueArn: (name: string) => required(`QUEUE_ARN_${inCapitals(name)}`),
  /** Where messages for that queue end that cannot be handled, or not even put into it. */
  deadLettersArn: (name: string) => required(`DEAD_LETTERS_ARN_${inCapitals(name)}`),
  /** Of a function of ours that this one may have run. */
  functionArn: (name: string) => required(`FUNCTION_${inCapitals(name)}`),
  /** Whether webhooks may post to the machine itself: on one machine only. */
  loopbackTargets: () => process.env.LOOPBACK_TARGETS === "allowed",
  /** The group that schedules are made in, and the role by which they act. */
  scheduleGroup: () => required("SCHEDULE_GROUP"),
  schedulerRoleArn: () => required("SCHEDULER_ROLE_ARN"),
  signUpOpen: () => required("SIGN_UP") === "open",
  number: (name: string) => Number(required(name)),
  region: () => required("AWS_REGION"),
  /** Set where AWS is played by something else (LocalStack, the one-machine runner): the SDK reads it too. */
  awsEndpoint: () => process.env.AWS_ENDPOINT_URL,
};
