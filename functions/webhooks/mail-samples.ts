import { derivedId } from "../../shared/ids.ts";
import type { MailSamples } from "../../shared/messaging/mail-samples.ts";
import { disabledMail } from "./disabled-mail.ts";

const webhook = { id: derivedId("webhook", "1"), url: "https://comptes.example/hooks/clientele" };

export const mailSamples: MailSamples = {
  webhook_disabled: {
    webhookGone: (given) => disabledMail({ ...given, webhook, why: "gone" }),
    webhookFailing: (given) => disabledMail({ ...given, webhook, why: "failing" }),
  },
};
