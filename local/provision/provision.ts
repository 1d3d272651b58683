import type { Deployment } from "../assembly/deployment.ts";
import type { Place } from "../assembly/identify.ts";
import type { Resolver } from "../assembly/resolve.ts";
import type { Engines } from "../front-door/contract.ts";
import { releaseInFlight } from "../queue-views.ts";
import { provisionBuckets } from "./buckets.ts";
import { type JsonCall, jsonService } from "./engine-call.ts";
import { provisionQueues, provisionTopics } from "./queues.ts";
import { provisionParameters } from "./secrets.ts";
import { provisionTables } from "./tables.ts";

/** Callers of the engines, as the person at the machine. */
export interface Services {
  dynamodb: JsonCall;
  sqs: JsonCall;
  cognito: JsonCall;
}

export const createServices = ({ dynamodb, fauxqs, cognito }: Engines, region: string): Services => ({
  dynamodb: jsonService(dynamodb, { region, service: "dynamodb", target: "DynamoDB_20120810" }),
  sqs: jsonService(fauxqs, { region, service: "sqs", target: "AmazonSQS" }),
  cognito: jsonService(cognito, {
    region,
    service: "cognito-idp",
    target: "AWSCognitoIdentityProviderService",
    version: "1.1",
  }),
});

interface ProvisionOptions {
  services: Services;
  engines: Engines;
  place: Place;
  dataDir: string;
}

/** Creates in the engines what the template declares and an earlier start has not created. */
export const provision = async (
  deployment: Deployment,
  resolver: Resolver,
  { services, engines: { fauxqs }, place, dataDir }: ProvisionOptions,
): Promise<void> => {
  const { region } = place;
  await Promise.all([
    provisionTables(deployment.tables, services.dynamodb),
    provisionQueues(deployment.queues, services.sqs).then(() => provisionTopics(deployment, fauxqs, region)),
    provisionBuckets(deployment.buckets, fauxqs, region),
  ]);
  provisionParameters(resolver, { dataDir, region });
  await releaseInFlight({ ...place, fauxqs }, services.sqs);
};
