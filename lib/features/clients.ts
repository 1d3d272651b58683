import { Duration } from "aws-cdk-lib";
import { messageMailKind } from "../../functions/clients/mails.ts";
import { clients } from "../../functions/clients/manifest.ts";
import type { AppStack } from "../stacks/app-stack.ts";
import { Feature } from "./feature.ts";

/** Clients and everything kept about them. */
export class Clients extends Feature {
  constructor(app: AppStack) {
    super(app, clients);
    this.api();

    const runBulk = this.worker("run-bulk", { timeout: Duration.minutes(5) });
    app.table.grantWrite(runBulk);
    const requested = { types: ["job.requested"], resource: { kind: ["bulk", "reindex", "recount"] } };
    const bulk = this.onOwnQueue(requested, "bulk", runBulk, {
      batchSize: 1,
      impact: "A change of many clients at once stopped half-way: some have the new tag or owner, others not.",
    });
    // What one run does not finish, it leaves to the next.
    bulk.grantSend(runBulk);

    const recountNightly = this.worker("recount-nightly");
    app.table.grantWrite(recountNightly);
    const night = { types: ["timer.rang"], resource: { purpose: ["clients.recount"] } };
    this.on(night, "nightly-recounts", recountNightly, {
      impact: "Counters are not compared with their lists at night: one that is wrong stays so.",
    });

    const sendMessage = this.worker("send-message");
    app.table.grantWrite(sendMessage);
    app.email.grantSend(sendMessage);
    app.signing.grantRead(sendMessage);
    this.on({ types: ["client_message.queued"] }, "client-messages", sendMessage, {
      impact: "Messages that staff wrote to clients are not going out: each of them says `queued`.",
    });

    const noteMessage = this.worker("note-message");
    app.table.grantWrite(noteMessage);
    this.onMailEvents([messageMailKind], "message-mail-events", noteMessage, {
      impact:
        "Messages to many say `sent` of e-mails that bounced; addresses that refuse our e-mails are known all the same.",
    });
  }
}
