import { buildWorkerDeps } from "../../shared/app/deps.ts";
import { queueConsumer } from "../../shared/app/queue.ts";
import { env } from "../../shared/env.ts";
import { readDomainEvent } from "../../shared/events/read-event.ts";
import { sesMailer } from "../../shared/messaging/mailer.ts";
import { sendTestMail, type TestMailDeps } from "./test-mail.ts";

const build = (): TestMailDeps => ({
  ...buildWorkerDeps(),
  mailer: sesMailer(env.configurationSet()),
  publicUrl: env.publicUrl(),
  senderEmail: env.senderEmail(),
});

/** `campaign_test.created`: somebody wants to see the e-mail in their own mailbox. */
export const handler = queueConsumer(readDomainEvent, build, (event, deps) => sendTestMail(event, deps));
