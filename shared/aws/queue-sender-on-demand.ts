import { lazy } from "../lazy.ts";
import type { QueueSender } from "./queue-sender.ts";

/** As `sqsSender`, for those who seldom send: the client of SQS is loaded with the first message. */
export const sqsSenderOnDemand = (): QueueSender => {
  const sender = lazy(async () => (await import("./queue-sender.ts")).sqsSender());
  return { send: async (...message) => (await sender()).send(...message) };
};
