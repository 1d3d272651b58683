import { Duration } from "aws-cdk-lib";
import { campaigns } from "../../functions/campaigns/manifest.ts";
import type { FeatureFunction, FunctionSettings } from "../constructs/feature-function.ts";
import type { QueueConsumer } from "../constructs/queue-consumer.ts";
import type { AppStack } from "../stacks/app-stack.ts";
import { Feature } from "./feature.ts";

/** E-mails to many: planned in chunks, sent chunk by chunk, and settled by what the provider tells of each. */
export class Campaigns extends Feature {
  constructor(app: AppStack) {
    super(app, campaigns);
    const api = this.api();
    app.email.setVariables(api);
    app.files.grantRead(api);

    const chunks = this.#sending();
    this.#planning(chunks);
    this.#tests();
    this.#timers();
    this.#answers();
    this.#owners();
  }

  #planning(chunks: QueueConsumer): void {
    // Plans for two minutes at a time; a page that has begun may take as long again.
    const planner = this.#worker("plan-campaign", { memory: 1024, timeout: Duration.minutes(4) });
    this.app.files.grantRead(planner);
    this.app.files.grantWrite(planner);
    chunks.grantSend(planner);
    const plans = this.onOwnQueue(
      { types: ["campaign.send_requested", "campaign.winner_picked"] },
      "campaign-plans",
      planner,
      {
        batchSize: 1,
        impact: "A campaign was started and does not go out, or only to some of its recipients.",
      },
    );
    plans.grantSend(planner);
    this.alsoOn({ types: ["job.requested"], resource: { kind: ["audience"] } }, "audience-counts", plans);
  }

  #sending(): QueueConsumer {
    const { sendRate, workers, settleSeconds, chunkSeconds, dailyLimit = 0 } = this.app.settings.campaigns;
    const sender = this.#worker("send-chunk", { timeout: Duration.seconds(chunkSeconds) });
    this.app.email.grantSend(sender);
    this.app.files.grantRead(sender);
    // Links to unsubscribe are signed.
    this.app.signing.grantRead(sender);
    sender.setVariable("SEND_RATE", String(sendRate));
    sender.setVariable("SEND_WORKERS", String(workers));
    sender.setVariable("DAILY_LIMIT", String(dailyLimit));
    // A claim outlives its worker, and ends before the message shows again.
    sender.setVariable("LEASE_SECONDS", String(Math.ceil(chunkSeconds * 1.5)));
    sender.setVariable("SETTLE_SECONDS", String(settleSeconds));
    const chunks = this.consume("chunks", sender, {
      batchSize: 1,
      concurrency: workers,
      impact: "Campaign e-mails are not going out to some recipients; they show as pending.",
    });
    chunks.grantSend(sender);
    this.#recording(chunks).grantSend(sender);
    return chunks;
  }

  #recording(chunks: QueueConsumer): QueueConsumer {
    const timeout = Duration.seconds(this.app.settings.campaigns.recordSeconds);
    const recorder = this.#worker("record-events", { timeout });
    chunks.grantSend(recorder);
    const events = this.onAws(this.app.email.events, "mail-events", recorder, {
      batchSize: 100,
      batchWindow: Duration.seconds(1),
      impact:
        "Deliveries, bounces and complaints are not recorded: statistics stand still, and addresses that refuse our " +
        "e-mails get more of them.",
    });
    // Events whose recorder died are back by then, and the next one has had time for them.
    recorder.setVariable("RETURN_SECONDS", String(events.hidden.toSeconds() * 1.5));
    return events;
  }

  #answers(): void {
    const counter = this.#worker("record-answers");
    this.app.files.grantRead(counter);
    this.on({ types: ["subscription.created", "campaign_engagement.created"] }, "campaign-answers", counter, {
      impact:
        "Campaigns count neither who came back by their link nor who unsubscribed by it; the clients are unsubscribed " +
        "all the same.",
    });
  }

  #timers(): void {
    const starter = this.#worker("on-campaign-timer");
    this.app.email.setVariables(starter);
    const purpose = ["campaign.send", "campaign.pick_winner"];
    this.on({ types: ["timer.rang"], resource: { purpose } }, "campaign-timers", starter, {
      impact: "Scheduled campaigns are not sent, and the rest of an A/B test waits for its subject.",
    });
  }

  #tests(): void {
    const tester = this.#worker("send-test");
    this.app.email.grantSend(tester);
    this.on({ types: ["campaign_test.created"] }, "campaign-tests", tester, {
      impact: "People who prepare a campaign do not get the test e-mail they asked for.",
    });
  }

  #owners(): void {
    const teller = this.#worker("tell-owners");
    this.app.email.grantSend(teller);
    this.on({ types: ["campaign.paused"] }, "paused-campaigns", teller, {
      impact: "Campaigns that stopped by themselves stand still, and no owner is told.",
    });
  }

  #worker(entry: string, settings: FunctionSettings = {}): FeatureFunction {
    const worker = this.worker(entry, settings);
    this.app.table.grantWrite(worker);
    return worker;
  }
}
