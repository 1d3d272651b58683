import { mailKind, notification } from "../../shared/messaging/mail-kind.ts";

/** Sent to many at once: each carries its campaign among its tags, which says enough. */
export const campaignMailKind = mailKind("campaign", { to: "client", marketing: true });
export const testMailKind = mailKind("campaign_test", { to: "asked" });

/** A campaign stopped by itself. */
export const campaignPaused = notification("campaign_paused", { from: "stage" });
