import { buildWorkerDeps } from "../app/deps.ts";
import type { AppDeps } from "../app/use-case.ts";
import { env } from "../env.ts";
import type { Mailer } from "./mail.ts";
import { sesMailer } from "./mailer.ts";

/** For workers that write to people. */
export interface MailingDeps extends AppDeps {
  mailer: Mailer;
  /** The stage's own address, verified with the provider. */
  senderEmail: string;
  publicUrl: string;
}

/** What a worker's function makes of its variables. */
export const buildMailingDeps = (): MailingDeps => ({
  ...buildWorkerDeps(),
  mailer: sesMailer(env.configurationSet()),
  senderEmail: env.senderEmail(),
  publicUrl: env.publicUrl(),
});
