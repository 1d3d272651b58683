import { Duration } from "aws-cdk-lib";
import { Feature } from "../../lib/features/feature.ts";
import type { AppStack } from "../../lib/stacks/app-stack.ts";
import { manifest, route } from "../../shared/http/contract.ts";

const samples = manifest("samples", "Samples", {
  list: route("GET /v1/samples", {
    summary: "List samples",
    access: "clients:read",
    visibility: "all",
    answers: { 200: "document" },
  }),
  change: route("PATCH /v1/samples/{id}", {
    summary: "Change one",
    access: "clients:write",
    visibility: "all",
    answers: { 204: "empty" },
  }),
});

/** Uses everything that a feature can use. */
export class Samples extends Feature {
  constructor(app: AppStack) {
    super(app, samples);
    const api = this.api({ memory: 256 });
    app.http.fallback(api);
    app.people.grantEnrol(api);
    app.files.grantRead(api);
    app.files.grantErase(api);
    app.quarantine.grantErase(api);
    app.quarantine.grantWrite(api);

    const sender = this.worker("send-sample", { timeout: Duration.seconds(20) });
    app.email.grantSend(sender);
    app.table.grantRead(sender);
    const outbox = this.consume("out-box", sender, { impact: "Samples do not go out.", batchSize: 1, concurrency: 3 });
    outbox.grantSend(api);
    app.schedules.grantSchedule(api, outbox);

    const reader = this.worker("read-sample");
    app.files.grantWrite(reader);
    this.on({ types: ["sample.made"], resource: { kind: ["large"] } }, "made", reader, {
      impact: "New samples are not read.",
    });
    this.onAws({ source: ["aws.s3"], detailType: ["Object Created"] }, "uploads", reader, {
      impact: "Uploaded samples are not seen.",
      batchSize: 100,
      batchWindow: Duration.seconds(1),
    });

    const follower = this.worker("follow");
    app.bus.grantPublish(follower);
    this.follow(follower, {
      impact: "Nobody hears of changed samples.",
      patterns: [{ eventName: ["INSERT"] }],
    });
  }
}
