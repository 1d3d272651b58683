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
    const { files, quarantine, table } = this.app;
    const receiveUpload = this.worker("receive-upload", { memory: 1024, timeout: Duration.minutes(2) });
    table.grantWrite(receiveUpload);
    quarantine.grantRead(receiveUpload);
    quarantine.grantDelete(receiveUpload);
    files.grantWrite(receiveUpload);
    files.grantErase(receiveUpload);
    const arrived = {
      source: ["aws.s3"],
      detailType: ["Object Created"],
      detail: { bucket: { name: [quarantine.bucket.bucketName] } },
    };
    this.onAws(arrived, "uploads", receiveUpload, {
      impact: "Uploaded files stay in quarantine: nobody can open them, and after seven days they are gone.",
    });

    const eraseFile = this.worker("erase-file");
    quarantine.tell(eraseFile);
    files.grantErase(eraseFile);
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
}
