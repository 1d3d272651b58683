import type { Mailbox } from "../mail/mailbox.ts";
import { sesService } from "../mail/service.ts";
import { type StoreParts, s3Service } from "../s3/service.ts";
import type { Handler } from "./aws.ts";
import type { Service } from "./calls.ts";
import type { FrontDoorOptions } from "./contract.ts";
import type { EngineClient } from "./engine-client.ts";
import { dynamodbService } from "./services/dynamodb.ts";
import { eventsService } from "./services/events.ts";
import { lambdaService } from "./services/lambda.ts";
import { schedulerService } from "./services/scheduler.ts";
import { parametersService, secretsManagerService } from "./services/secrets.ts";
import { forward } from "./services/service.ts";
import { snsService } from "./services/sns.ts";
import { sqsService } from "./services/sqs.ts";
import { stsService } from "./services/sts.ts";

interface HandlerParts {
  options: FrontDoorOptions;
  engines: { dynamodb: EngineClient; fauxqs: EngineClient; cognito: EngineClient };
  mailbox: Mailbox;
  store: StoreParts;
  queueUrl(name: string): string;
}

/** Every service behind the front door: an engine, the wiring, or a few lines of our own. */
export const serviceHandlers = ({
  options,
  engines,
  mailbox,
  store,
  queueUrl,
}: HandlerParts): Record<Service, Handler> => {
  const { wiring, dataDir, accountId, tables = [] } = options;
  const keyNames = new Map(tables.map(({ name, keys }) => [name, keys]));
  return {
    dynamodb: dynamodbService(
      engines.dynamodb,
      () => wiring.tableWritten(),
      (name) => keyNames.get(name),
    ),
    sqs: sqsService(engines.fauxqs, { urlOf: queueUrl, messageQueued: (url) => wiring.messageQueued(url) }),
    sns: snsService(engines.fauxqs, {
      sendSms: (message) => mailbox.keepSms(message),
      queueFed: (arn) => wiring.messageQueued(queueUrl(arn.split(":").at(-1) ?? "")),
    }),
    s3: s3Service(store),
    ses: sesService(mailbox, options),
    events: eventsService((entries) => wiring.putEvents(entries)),
    scheduler: schedulerService((operation, path, input) => wiring.scheduler(operation, path, input)),
    lambda: lambdaService(wiring),
    "cognito-idp": (call) => forward(engines.cognito, call),
    secretsmanager: secretsManagerService(dataDir),
    ssm: parametersService(dataDir),
    sts: stsService(accountId),
  };
};
