import { Duration } from "aws-cdk-lib";
import { requestMailKind, sharedMailKind } from "../../functions/documents/mails.ts";
import { documents } from "../../functions/documents/manifest.ts";
import { documentPages } from "../../functions/documents/pages-manifest.ts";
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
    this.#pages();
    this.#mails();
    this.#files();
    this.#leftovers();
  }

  /** What clients see. Files they send go to quarantine and nowhere else; they get what is shared with them. */
  #pages(): void {
    const { quarantine, files, signing } = this.app;
    const pages = this.pages(documentPages);
    quarantine.grantWriteParts(pages);
    files.grantRead(pages);
    // Whom a campaign brought comes with a signed cookie.
    signing.grantRead(pages);
  }

  #mails(): void {
    const sendRequest = this.#mailer("send-document-request");
    this.on({ types: ["document_request_recipient.mail_queued"] }, "document-mails", sendRequest, {
      impact: "Clients do not get the link of a document request: staff wait for files that nobody was asked for.",
    });

    const sendShared = this.#mailer("send-shared-document");
    this.on({ types: ["document_share.mail_queued"] }, "shared-documents", sendShared, {
      impact: "Clients do not get the link of a document that was shared with them: the share says `queued`.",
    });

    const noteMail = this.worker("note-mail");
    this.app.table.grantWrite(noteMail);
    this.onMailEvents([requestMailKind, sharedMailKind], "document-mail-events", noteMail, {
      impact:
        "Requests and shares say `sent` of e-mails that bounced, and staff wait for clients who were never reached.",
    });

    const tellOfReturned = this.#mailer("tell-of-returned");
    const returned = ["document_request_recipient", "document_share"].flatMap((letter) =>
      ["mail_bounced", "mail_complained"].map((end) => `${letter}.${end}`),
    );
    this.on({ types: returned }, "returned-mails", tellOfReturned, {
      impact: "Staff are not told of e-mails with links that did not arrive; the request and the share say so.",
    });

    const remindClients = this.worker("remind-clients");
    this.app.table.grantWrite(remindClients);
    const reminder = { types: ["timer.rang"], resource: { purpose: ["document_request.remind"] } };
    this.on(reminder, "document-reminders", remindClients, {
      impact: "Clients are not reminded of the documents they were asked for; staff can do it by hand.",
    });

    const notifyStaff = this.#mailer("notify-staff");
    const decided = { types: ["document.received", "document.infected", "document.refused"] };
    this.on(decided, "received-documents", notifyStaff, {
      impact: "Staff are not told what clients have sent, nor that a file was refused; the library shows both.",
    });
  }

  #files(): void {
    const { files, quarantine, settings, table } = this.app;
    const receiveUpload = this.worker("receive-upload", { memory: 1024, timeout: Duration.minutes(5) });
    table.grantWrite(receiveUpload);
    quarantine.grantReadVersions(receiveUpload);
    quarantine.grantErase(receiveUpload);
    files.grantWrite(receiveUpload);
    files.grantErase(receiveUpload);
    receiveUpload.setVariable("MALWARE_SCAN", settings.malwareScan);
    const bucketNames = [quarantine.bucket.bucketName];
    // GuardDuty scans by itself whatever arrives; without it, the arrival is what wakes the worker.
    const arrived =
      settings.malwareScan === "guardduty"
        ? {
            source: ["aws.guardduty"],
            detailType: ["GuardDuty Malware Protection Object Scan Result"],
            detail: { s3ObjectDetails: { bucketName: bucketNames } },
          }
        : {
            source: ["aws.s3"],
            detailType: ["Object Created"],
            detail: { bucket: { name: bucketNames } },
          };
    this.onAws(arrived, "uploads", receiveUpload, {
      impact: "Uploaded files stay in quarantine: nobody can open them, and after seven days they are gone.",
    });

    const eraseFile = this.worker("erase-file");
    quarantine.setVariables(eraseFile);
    files.grantErase(eraseFile);
    this.on({ types: ["document.deleted"] }, "deleted-documents", eraseFile, {
      impact: "Files of deleted documents are still stored, although somebody was told that they are gone.",
    });
  }

  /** What a deleted document leaves in the table. */
  #leftovers(): void {
    const endShares = this.worker("end-shares");
    this.app.table.grantWrite(endShares);
    this.on({ types: ["document.deleted"] }, "ended-shares", endShares, {
      impact: "Shares of deleted documents stay in lists; their links are over all the same.",
    });
  }

  #mailer(entry: string): FeatureFunction {
    const mailer = this.worker(entry);
    this.app.table.grantWrite(mailer);
    this.app.email.grantSend(mailer);
    return mailer;
  }
}
