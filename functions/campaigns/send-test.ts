import { buildWorkerDeps } from "../../shared/app/deps.ts";
import { on } from "../../shared/app/on.ts";
import { env } from "../../shared/env.ts";
import { sesMailer } from "../../shared/messaging/mailer.ts";
import { sendTestMail, type TestMailDeps } from "./drafts/test-mail.ts";
import { campaignTest } from "./kinds.ts";

const build = (): TestMailDeps => ({
  ...buildWorkerDeps(),
  mailer: sesMailer(env.configurationSet()),
  publicUrl: env.publicUrl(),
  senderEmail: env.senderEmail(),
});

/** `campaign_test.created`: somebody wants to see the e-mail in their own mailbox. */
export const handler = on([campaignTest.created], build, sendTestMail);
