import { Duration } from "aws-cdk-lib";
import { webhooks } from "../../functions/webhooks/manifest.ts";
import { SUBSCRIBED } from "../../shared/events/subscribed-events.ts";
import { backgroundOf } from "../background.ts";
import type { FeatureFunction } from "../constructs/feature-function.ts";
import { InvokedLater } from "../constructs/invoked-later.ts";
import type { AppStack } from "../stacks/app-stack.ts";
import { Feature } from "./feature.ts";

/** With fewer function instances in the AWS account, Lambda keeps none for a single function. */
const ENOUGH_TO_KEEP_SOME = 200;

/** Events posted to partner systems. Queued in the table, sent webhook by webhook: see docs/adr/0049. */
export class Webhooks extends Feature {
  constructor(app: AppStack) {
    super(app, webhooks);
    const { loopbackTargets } = app.settings.webhooks;
    const api = this.api();
    const sender = this.worker("send-webhooks", { timeout: Duration.seconds(45), ...this.#mostSenders() });
    app.table.grantWrite(sender);
    app.signing.grantRead(sender);
    for (const one of [api, sender]) one.setVariable("LOOPBACK_TARGETS", loopbackTargets ? "allowed" : "refused");

    const sending = new InvokedLater(this, "Sending", {
      name: "send-webhooks",
      worker: sender,
      impact:
        "Deliveries to a partner system stand still; none is lost, the next event of the account sends them. " +
        "See docs/runbook.md#webhooks",
    });
    this.#queueing(sending);
    this.#replays();
    this.#owners();
  }

  /** So that receivers who take their time do not hold all function instances of the AWS account. */
  #mostSenders(): { readonly most?: number } {
    const { concurrency } = this.app.settings;
    return concurrency >= ENOUGH_TO_KEEP_SOME ? { most: backgroundOf(concurrency).perQueue } : {};
  }

  #queueing(sending: InvokedLater): void {
    const queuer = this.#worker("queue-deliveries");
    sending.grantInvoke(queuer);
    this.on({ types: [SUBSCRIBED] }, "webhook-events", queuer, {
      impact: "Partner systems do not hear of some changes. Move the dead letters back: nothing is sent twice.",
    });
    this.on({ types: ["timer.rang"], resource: { purpose: ["webhook.send"] } }, "webhook-timers", queuer, {
      impact: "Deliveries that failed are not tried again, or only with the next event of the account.",
    });
  }

  #replays(): void {
    const replayer = this.#worker("replay-deliveries");
    this.on({ types: ["job.requested"], resource: { kind: ["webhook_replay"] } }, "webhook-replays", replayer, {
      impact: "Events that somebody wants to be sent again are not; they can ask again.",
    });
    this.on({ types: ["timer.rang"], resource: { purpose: ["webhook.replay"] } }, "long-webhook-replays", replayer, {
      impact: "A part of the events that somebody wants to be sent again is not; they can ask again.",
    });
  }

  #owners(): void {
    const teller = this.#worker("tell-owners");
    this.app.email.grantSend(teller);
    this.on({ types: ["webhook.disabled"] }, "disabled-webhooks", teller, {
      impact: "A partner system hears nothing any more, and no owner is told.",
    });
  }

  #worker(entry: string): FeatureFunction {
    const worker = this.worker(entry);
    this.app.table.grantWrite(worker);
    return worker;
  }
}
