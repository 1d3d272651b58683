import { notification } from "../../shared/messaging/mail-kind.ts";

export const webhookDisabled = notification("webhook_disabled", { from: "stage" });
