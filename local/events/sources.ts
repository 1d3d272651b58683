import { randomUUID } from "node:crypto";
import type { BucketDeclaration, Deployment } from "../assembly/deployment.ts";
import type { BusEntry, ObjectCreated, SesEvent } from "../front-door/contract.ts";

/**
 * The event that S3 puts on the default bus, when the bucket's template switches that on.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
export const objectCreatedEntry = (buckets: BucketDeclaration[], event: ObjectCreated): BusEntry | undefined => {
  const bucket = buckets.find(({ name }) => name === event.bucket);
  if (!bucket?.NotificationConfiguration?.EventBridgeConfiguration?.EventBridgeEnabled) return undefined;
  const { key, size, etag, versionId, reason } = event;
  return {
    source: "aws.s3",
    detailType: "Object Created",
    busName: "default",
    resources: [`arn:aws:s3:::${event.bucket}`],
    detail: {
      version: "0",
      bucket: { name: event.bucket },
      object: { key, size, etag, "version-id": versionId, sequencer: sequencer() },
      "request-id": randomUUID().replaceAll("-", "").slice(0, 16).toUpperCase(),
      requester: "000000000000",
      "source-ip-address": "127.0.0.1",
      reason,
    },
  };
};

let lastSequence = 0n;

/** Later events of one object have a greater one. */
const sequencer = (): string => {
  const now = BigInt(Date.now()) << 12n;
  lastSequence = now > lastSequence ? now : lastSequence + 1n;
  return lastSequence.toString(16).toUpperCase().padStart(18, "0");
};

/** https://docs.aws.amazon.com/ses/latest/dg/monitoring-eventbridge.html */
const sesDetailTypes: Record<SesEvent["eventType"], string> = {
  Send: "Email Sent",
  Delivery: "Email Delivered",
  Bounce: "Email Bounced",
  Complaint: "Email Complaint Received",
  Open: "Email Opened",
  Click: "Email Clicked",
  "Rendering Failure": "Email Rendering Failed",
  Reject: "Email Rejected",
};

/** The event that SES puts on the default bus, when a destination of the configuration set asks for its type. */
export const sesEntry = (
  { eventDestinations }: Pick<Deployment, "eventDestinations">,
  configurationSet: string,
  event: SesEvent,
  place: { region: string; accountId: string },
): BusEntry | undefined => {
  const wanted = eventDestinations.some(
    ({ ConfigurationSetName, EventDestination: destination }) =>
      ConfigurationSetName === configurationSet &&
      destination.Enabled &&
      destination.EventBridgeDestination &&
      destination.MatchingEventTypes.some((type) => plain(type) === plain(event.eventType)),
  );
  if (!wanted) return undefined;
  return {
    source: "aws.ses",
    detailType: sesDetailTypes[event.eventType],
    busName: "default",
    resources: [`arn:aws:ses:${place.region}:${place.accountId}:configuration-set/${configurationSet}`],
    detail: event,
  };
};

/** CloudFormation writes `renderingFailure`, the API `RENDERING_FAILURE`, the event `Rendering Failure`. */
const plain = (eventType: string): string => eventType.toLowerCase().replace(/[^a-z]/g, "");
