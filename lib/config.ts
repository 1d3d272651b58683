import type { Node } from "constructs";
import * as z from "zod/mini";
import en from "zod/v4/locales/en.js";
import { placeholdersIn } from "./placeholders.ts";

// Without a locale zod/mini says no more than "Invalid input".
z.config(en());

/** The retention periods that CloudWatch Logs knows, in days. */
const logDays = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 3653] as const;

const StageSettings = z.strictObject({
  /**
   * The API's and the pages' own name, with an ACM certificate of the same region. Without one they live at the address
   * that API Gateway gives them.
   */
  domain: z.optional(z.strictObject({ name: z.string(), certificateArn: z.string() })),
  sender: z.strictObject({
    /** Where e-mails come from when an account has no address of its own. */
    email: z.email(),
    /** What SES verifies: the whole domain by DKIM records, or the one address by a link sent to it. */
    identity: z._default(z.enum(["domain", "email"]), "domain"),
  }),
  /** Who hears of alarms; without it none are made. */
  alarmEmail: z.optional(z.email()),
  /**
   * Who looks for malware in what clients send: GuardDuty Malware Protection for S3 (billed by the gigabyte and the
   * object), or nobody but a stand-in that knows EICAR's test file, for stages that strangers send nothing to. There is
   * no default: a stage that forgets it must not call everything clean.
   */
  malwareScan: z.enum(["guardduty", "test-file-only"], {
    error: 'Say who scans uploads for malware: "guardduty", or "test-file-only" where no real files are sent',
  }),
  /** Whether strangers may open an account. */
  signUp: z._default(z.enum(["open", "closed"]), "closed"),
  /** Web sites whose scripts may call the API from a browser, as origins (`https://app.example.com`). */
  allowedOrigins: z._default(z.array(z.url()), []),
  /** Requests a minute that one API key or person, and one account, may make before a 429. */
  rateLimits: z._default(z.strictObject({ perKey: z.int(), perAccount: z.int() }), { perKey: 600, perAccount: 3000 }),
  /** What API Gateway lets through for everybody together: requests a second, and in a burst. */
  throttle: z._default(z.strictObject({ rate: z.int(), burst: z.int() }), { rate: 200, burst: 400 }),
  /**
   * Function instances that Lambda grants the AWS account ("concurrent executions"). What works in the background is held
   * to a share of them, so that requests find one free: see lib/background.ts.
   */
  concurrency: z._default(z.int().check(z.minimum(10)), 10),
  campaigns: z._default(
    z
      .strictObject({
        /** Recipients a second that SES grants the AWS account ("maximum send rate"); 14 once it has left the sandbox. */
        sendRate: z._default(z.number().check(z.positive()), 14),
        /**
         * How many chunks are sent side by side; Lambda's own limit is 2 at least.
         * @default a fifth of `concurrency`, 5 at most
         */
        workers: z.optional(z.int().check(z.minimum(2), z.maximum(1000))),
        /** Recipients a day that each account may write to at most; without it, as many as it likes or sets itself. */
        dailyLimit: z.optional(z.int().check(z.minimum(50))),
        /** How long sending a chunk of fifty may take, its wait for its turn included. */
        chunkSeconds: z._default(z.int().check(z.minimum(10), z.maximum(300)), 60),
        /** How long SES may take to tell of an e-mail before its absence proves that it never took it. */
        settleSeconds: z._default(z.int().check(z.minimum(1), z.maximum(900)), 300),
        /** How long recording a hundred of its events may take; half a minute is plenty on AWS. */
        recordSeconds: z._default(z.int().check(z.minimum(5), z.maximum(60)), 30),
      })
      .check(
        z.refine(({ sendRate, workers = 2 }) => workers <= 10 * sendRate, {
          path: ["workers"],
          error:
            "At most ten for each recipient a second (sendRate): with more of them none has its turn in ten seconds",
        }),
      ),
    { sendRate: 14, chunkSeconds: 60, settleSeconds: 300, recordSeconds: 30 },
  ),
  webhooks: z._default(
    z.strictObject({
      /** Whether webhooks may post to the machine itself, without TLS: where everything runs on one, to try them out. */
      loopbackTargets: z._default(z.boolean(), false),
    }),
    { loopbackTargets: false },
  ),
  logDays: z._default(z.literal(logDays), 30),
  /**
   * A table that was restored from a backup and is used in place of the Data stack's own, which stays: see
   * docs/deployments.md#restore.
   */
  restoredTable: z.optional(z.strictObject({ name: z.string(), streamArn: z.string() })),
  /**
   * How long a file that was overwritten or deleted in its bucket by hand can still be brought back. Those of a document
   * that is deleted in the product are gone at once, with all their versions.
   */
  oldVersionDays: z._default(z.int().check(z.minimum(1)), 30),
});

type Settings = z.infer<typeof StageSettings>;
type Campaigns = Settings["campaigns"] & { readonly workers: number };
export type StageSettings = Settings & { readonly stage: string; readonly campaigns: Campaigns };

/**
 * The settings of the stage that `-c stage=…` names, from the `stages` of cdk.json. The only reader of CDK context.
 * @throws when the stage is unknown, one of its settings is not understood, or still a placeholder: with the context
 * `example` (`-c example=true`) placeholders are let through, to look at templates that nobody deploys.
 */
export const stageSettings = (node: Node): StageSettings => {
  const stage = z
    .string()
    .check(z.regex(/^[a-z][a-z0-9-]{0,19}$/))
    .parse(node.getContext("stage"));
  const stages = z.record(z.string(), z.unknown()).parse(node.getContext("stages"));
  if (!(stage in stages)) {
    throw new Error(`cdk.json describes no stage "${stage}"; it knows ${Object.keys(stages).join(", ")}.`);
  }
  const parsed = StageSettings.safeParse(stages[stage]);
  if (!parsed.success) {
    throw new Error(`The stage "${stage}" in cdk.json is not understood:\n${z.prettifyError(parsed.error)}`);
  }
  if (!node.tryGetContext("example")) refusePlaceholders(stage, parsed.data);
  return { stage, ...parsed.data, campaigns: withWorkers(parsed.data) };
};

const refusePlaceholders = (stage: string, settings: Settings): void => {
  const found = placeholdersIn(settings);
  if (found.length === 0) return;
  throw new Error(
    `The stage "${stage}" in cdk.json still holds placeholders; put your own in their place, or leave the setting out:\n` +
      found.map((line) => `  ${line}`).join("\n"),
  );
};

/** @throws when sending alone would take more than a fifth of the account's function instances. */
const withWorkers = ({ campaigns, concurrency }: Settings): Campaigns => {
  const share = Math.floor(concurrency / 5);
  const { workers = Math.max(2, Math.min(5, share, 10 * campaigns.sendRate)) } = campaigns;
  if (workers <= share) return { ...campaigns, workers };
  throw new Error(
    `campaigns.workers is ${workers}: with concurrency ${concurrency}, at most ${share} (a fifth), so that requests find ` +
      "a free function. Ask AWS for more concurrent executions first, and say how many it grants in `concurrency`.",
  );
};
