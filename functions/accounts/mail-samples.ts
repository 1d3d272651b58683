import type { MailSamples } from "../../shared/messaging/mail-samples.ts";
import { invitationMail } from "./invitations/mail.ts";
import { codeMail } from "./own-address/mail.ts";
import { passwordResetMail } from "./password-resets/mail.ts";

const invitation = {
  email: "luc@example.org",
  name: "Luc Roy",
  role: "staff",
  expiresAt: "2026-04-02T03:00:00.000Z",
} as const;

export const mailSamples: MailSamples = {
  invitation: { invitation: (given) => invitationMail({ ...given, invitation }) },
  password_reset: { password: (given) => passwordResetMail({ ...given, email: "marie@garage.example" }) },
  address_code: { code: (given) => codeMail({ ...given, code: "7K3M-Q9TX", purpose: "sender" }) },
};
