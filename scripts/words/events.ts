import type { Words } from "../../shared/http/words.ts";
import { exampleId } from "./ids.ts";

/** What the body of every webhook says beside its resource: the shapes `ClientEvent`, `DocumentShareEvent` … */
export const events: Words = {
  "EventBody.type": ["What happened", undefined],
  "EventBody.timestamp": ["When it happened (RFC 3339, UTC)", "2026-03-02T15:00:00.000Z"],
  "EventBody.data": ["The event", undefined],
  "Event.id": [
    "The id of the event: the same whenever it is told, so that one that comes twice is known",
    exampleId("event"),
  ],
  "Event.type": ["What happened", undefined],
  "Event.schemaVersion": [
    "The version of the shape of `resource`: rises when a field goes or means something else, not when one is added",
    1,
  ],
  "Event.resource": ["What it happened to, as it was after the change", undefined],
  // What was created or erased had no fields before.
  "Event.changed": ["The fields of `resource` that changed: of one that is new, none", []],
  "PublishedDocumentShare.id": [
    "The ids of the document and of the client",
    `${exampleId("document")}.${exampleId("client")}`,
  ],
  "PublishedDocumentRequestRecipient.id": [
    "The ids of the request and of the client",
    `${exampleId("documentRequest")}.${exampleId("client")}`,
  ],
  "PublishedDocumentRequestRecipient.received": [
    "How many files have come, by the id of what was asked for",
    { [exampleId("item")]: 1 },
  ],
  "PublishedClientMessage.id": ["The ids of the job and of the client", `${exampleId("job")}.${exampleId("client")}`],
  "PublishedClientNote.id": ["The id of the note", exampleId("note")],
  "PublishedClientComment.id": ["The id of the comment", exampleId("comment")],
  "PublishedAccount.logo": ["The id of the document that is the account's logo", exampleId("document")],
  "PublishedApiKey.revokedAt": ["When it was revoked", "2026-03-02T15:00:00.000Z"],
  "PublishedSubscription.campaignId": ["The campaign whose e-mail carried the link", exampleId("campaign")],
  "PublishedSubscription.at": ["When the client said so", "2026-03-02T15:00:00.000Z"],
  "PublishedDocument.fileName": ["The name of the file", "assurance.pdf"],
  "PublishedDocumentShare.fileName": ["The name of the file when it was shared", "contrat.pdf"],
  "reminders.dropped": ["Its moment passed while the request was over: it does not go out", false],
  "Event.omitted": ["Fields that are left out because the event was too large: read the resource", ["note"]],
};
