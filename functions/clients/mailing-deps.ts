import { buildWorkerDeps } from "../../shared/app/deps.ts";
import type { AppDeps } from "../../shared/app/use-case.ts";
import { env } from "../../shared/env.ts";
import type { Mailer } from "../../shared/messaging/mail.ts";
import { sesMailer } from "../../shared/messaging/mailer.ts";

/** For the worker that writes to clients. */
export interface MailingDeps extends AppDeps {
  mailer: Mailer;
  /** The stage's own address, verified with the provider. */
  senderEmail: string;
  publicUrl: string;
}

export const buildMailingDeps = (): MailingDeps => ({
  ...buildWorkerDeps(),
  mailer: sesMailer(env.configurationSet()),
  senderEmail: env.senderEmail(),
  publicUrl: env.publicUrl(),
});
