import { Duration } from "aws-cdk-lib";
import { documents } from "../../functions/documents/manifest.ts";
import type { FeatureFunction } from "../constructs/feature-function.ts";
import type { AppStack } from "../stacks/app-stack.ts";
import { Feature } from "./feature.ts";

/** The library, and documents that clients are asked for. */
export class Documents extends Feature {
  constructor(app: AppStack) {
    super(app, documents);
    const api = this.api();
    app.files.grantRead(api);
    app.quarantine.grantWrite(api);
    this.#mails();
    this.#files();
  }

  #mails(): void {
    const sendRequest = this.#mailer("send-document-request");
    this.on({ types: ["document_request_recipient.mail_queued"] }, "document-mails", sendRequest, {
      impact: "Clients do not get the link of a document request: staff wait for files that nobody was asked for.",
    });

    const notifyStaff = this.#mailer("notify-staff");
    this.on({ types: ["document.received"] }, "received-documents", notifyStaff, {
      impact: "Staff are not told that a client has sent a document; it is in the library all the same.",
    });
  }

  #files(): void {
    const receiveUpload = this.#fileKeeper("receive-upload");
    const arrived = {
      source: ["aws.s3"],
      detailType: ["Object Created"],
      detail: { bucket: { name: [this.app.quarantine.bucket.bucketName] } },
    };
    this.onAws(arrived, "uploads", receiveUpload, {
      impact: "Uploaded files stay in quarantine: nobody can open them, and after seven days they are gone.",
    });

    const eraseFile = this.#fileKeeper("erase-file");
    this.on({ types: ["document.deleted"] }, "deleted-documents", eraseFile, {
      impact: "Files of deleted documents are still stored, although somebody was told that they are gone.",
    });
  }

  #mailer(entry: string): FeatureFunction {
    const mailer = this.worker(entry);
    this.app.table.grantWrite(mailer);
    this.app.email.grantSend(mailer);
    return mailer;
  }

  #fileKeeper(entry: string): FeatureFunction {
    const keeper = this.worker(entry, { memory: 1024, timeout: Duration.minutes(2) });
    this.app.table.grantWrite(keeper);
    for (const bucket of [this.app.quarantine, this.app.files]) {
      bucket.grantRead(keeper);
      bucket.grantDelete(keeper);
    }
    this.app.files.grantWrite(keeper);
    return keeper;
  }
}
