import { clientIdOf, fieldOf, ownIdOf, type Story } from "./story.ts";

/** What the provider tells of an e-mail that went out: `mail_bounced`, say. */
const mailEnds = (prefix: string) =>
  ["delayed", "delivered", "bounced", "complained"].map((value) => ({
    field: "mail",
    value,
    name: `${prefix}${value}`,
  }));

/**
 * Every entity whose changes are told, by its name in the table. An entity that is not here changes in silence; the
 * filters of the stream are made from this list.
 */
export const stories: Readonly<Record<string, Story>> = {
  account: {
    resource: "account",
    titleOf: fieldOf("name"),
    history: true,
    parts: ["settings"],
    hidden: ["provenSender", "ownerEmail"],
  },
  api_key: { resource: "api_key", titleOf: fieldOf("name"), hidden: ["hash"] },
  member: { resource: "member", titleOf: fieldOf("name"), hidden: ["personId"] },
  invitation: {
    resource: "invitation",
    titleOf: fieldOf("email"),
    hidden: ["linkHash"],
    steps: [
      { field: "status", value: "accepted", name: "accepted" },
      { field: "status", value: "declined", name: "declined" },
      { field: "status", value: "revoked", name: "revoked" },
      { field: "mail", value: "queued", name: "mail_queued" },
    ],
  },
  password_reset: { resource: "password_reset", feed: false },
  address_code: { resource: "address_code", hidden: ["codeHash", "expiresAt"], feed: false },
  client: {
    resource: "client",
    clientOf: ownIdOf,
    titleOf: fieldOf("name"),
    // What a refusal means is told by `subscriptions`, and by its proof: the moment is a note of ours.
    hidden: ["indexed", "marketingRefusedAt"],
    steps: [
      { field: "status", value: "archived", name: "archived" },
      { field: "status", value: "active", name: "restored" },
    ],
    history: true,
    parts: ["fields", "subscriptions"],
  },
  // Takes the place of a client: tells of their end, and nothing of who they were.
  erased_client: {
    resource: "client",
    clientOf: ownIdOf,
    hidden: ["remains", "erasureId"],
    steps: [{ field: "status", value: "erased", name: "erased" }],
  },
  client_type: { resource: "client_type", titleOf: fieldOf("name"), history: true },
  client_note: { resource: "note", clientOf: clientIdOf, titleOf: fieldOf("body") },
  client_comment: { resource: "comment", clientOf: clientIdOf, titleOf: fieldOf("body") },
  client_message: {
    resource: "client_message",
    clientOf: clientIdOf,
    titleOf: fieldOf("subject"),
    steps: [
      { field: "mail", value: "queued", name: "queued" },
      { field: "mail", value: "sent", name: "sent" },
      { field: "mail", value: "failed", name: "failed" },
      ...mailEnds(""),
    ],
  },
  subscription_proof: { resource: "subscription", clientOf: clientIdOf, titleOf: fieldOf("how") },
  job: {
    resource: "job",
    titleOf: fieldOf("kind"),
    hidden: ["worker", "leaseUntil", "checkpoint", "lastTry", "gaveUp"],
    feed: false,
    steps: [
      { field: "status", value: "queued", name: "requested" },
      { field: "status", value: "running", name: "progressed" },
      { field: "status", value: "finished", name: "finished" },
      { field: "status", value: "failed", name: "failed" },
      { field: "status", value: "cancelled", name: "cancelled" },
    ],
  },
  timer: {
    resource: "timer",
    feed: false,
    steps: [
      { field: "status", value: "set", name: "set" },
      { field: "status", value: "rang", name: "rang" },
      { field: "status", value: "off", name: "stopped" },
    ],
  },
  campaign_engagement: { resource: "campaign_engagement", clientOf: clientIdOf, feed: false },
  campaign_test: { resource: "campaign_test", feed: false },
  campaign: {
    resource: "campaign",
    titleOf: fieldOf("name"),
    steps: [
      { field: "status", value: "scheduled", name: "scheduled" },
      // Also when it is resumed: the sending goes on from where it is.
      { field: "status", value: "sending", name: "send_requested" },
      { field: "status", value: "paused", name: "paused" },
      // The rest of an A/B test can be sent.
      { field: "testState", value: "decided", name: "winner_picked" },
      { field: "status", value: "cancelled", name: "cancelled" },
      { field: "status", value: "finished", name: "finished" },
    ],
  },
  document: {
    resource: "document",
    clientOf: clientIdOf,
    titleOf: fieldOf("fileName"),
    hidden: ["key", "uploadId", "ownShare", "closed"],
    steps: [
      { field: "status", value: "clean", name: "received" },
      { field: "status", value: "infected", name: "infected" },
      { field: "status", value: "refused", name: "refused" },
    ],
  },
  document_share: {
    resource: "document_share",
    clientOf: clientIdOf,
    titleOf: fieldOf("fileName"),
    hidden: ["views", "downloads", "grant", "own"],
    steps: [
      { field: "status", value: "revoked", name: "revoked" },
      { field: "state", value: "viewed", name: "viewed" },
      { field: "state", value: "downloaded", name: "downloaded" },
      { field: "mail", value: "queued", name: "mail_queued" },
      { field: "mail", value: "sent", name: "mail_sent" },
      { field: "mail", value: "failed", name: "mail_failed" },
      ...mailEnds("mail_"),
    ],
  },
  document_request: {
    resource: "document_request",
    titleOf: fieldOf("title"),
    steps: [
      { field: "status", value: "complete", name: "completed" },
      { field: "status", value: "cancelled", name: "cancelled" },
    ],
  },
  document_request_recipient: {
    resource: "document_request_recipient",
    clientOf: clientIdOf,
    titleOf: fieldOf("title"),
    hidden: ["forms", "announcedBytes"],
    steps: [
      { field: "status", value: "complete", name: "completed" },
      { field: "mail", value: "queued", name: "mail_queued" },
      { field: "mail", value: "sent", name: "mail_sent" },
      { field: "mail", value: "failed", name: "mail_failed" },
      ...mailEnds("mail_"),
    ],
  },
};
