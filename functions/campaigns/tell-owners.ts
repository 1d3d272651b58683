import { buildWorkerDeps } from "../../shared/app/deps.ts";
import { queueConsumer } from "../../shared/app/queue.ts";
import { env } from "../../shared/env.ts";
import { readDomainEvent } from "../../shared/events/read-event.ts";
import { sesMailer } from "../../shared/messaging/mailer.ts";
import { type OwnerMailDeps, tellOwners } from "./owner-mail.ts";

const build = (): OwnerMailDeps => ({
  ...buildWorkerDeps(),
  mailer: sesMailer(env.configurationSet()),
  senderEmail: env.senderEmail(),
});

/** `campaign.paused`: by somebody, who knows, or by itself, which the owners must hear. */
export const handler = queueConsumer(readDomainEvent, build, (event, deps) => tellOwners(event, deps));
