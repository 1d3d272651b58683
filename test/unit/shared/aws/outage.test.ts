import { ConditionalCheckFailedException, DynamoDBServiceException } from "@aws-sdk/client-dynamodb";
import { describe, expect, it } from "vitest";
import { isOutage } from "../../../../shared/aws/outage.ts";

const answered = (name: string, httpStatusCode: number) =>
  new DynamoDBServiceException({ name, $fault: "server", $metadata: { httpStatusCode } });

describe("an outage", () => {
  it.each([
    ["a service that is down", answered("InternalServerError", 500)],
    ["a service that has no time", answered("ServiceUnavailable", 503)],
    ["too many calls", answered("ThrottlingException", 400)],
    ["a table without room", answered("ProvisionedThroughputExceededException", 400)],
    ["nobody who listens", Object.assign(new Error("connect"), { code: "ECONNREFUSED" })],
    ["a connection that broke", Object.assign(new Error("socket hang up"), { code: "ECONNRESET" })],
    ["no answer in time", Object.assign(new Error("late"), { name: "TimeoutError" })],
  ])("is %s", (_, error) => {
    expect(isOutage(error)).toBe(true);
  });

  it.each([
    ["a refused condition", new ConditionalCheckFailedException({ message: "no", $metadata: { httpStatusCode: 400 } })],
    ["a mistake of ours", new TypeError("undefined is not a function")],
    ["a right that was not granted", answered("AccessDeniedException", 400)],
    ["no error at all", "ECONNREFUSED"],
  ])("is not %s", (_, error) => {
    expect(isOutage(error)).toBe(false);
  });
});
