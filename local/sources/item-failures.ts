import { isObject } from "../assembly/template.ts";

/**
 * Identifiers of the items a function reports as failed (`ReportBatchItemFailures`). As on AWS, no answer or an empty
 * list means success of all, and an answer that cannot be read or an item without an identifier means failure of all.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export const failedItems = (answer: unknown): Set<string> | "all" => {
  if (answer === null || answer === undefined) return new Set();
  if (!isObject(answer)) return "all";
  const { batchItemFailures } = answer;
  if (batchItemFailures === null || batchItemFailures === undefined) return new Set();
  if (!Array.isArray(batchItemFailures)) return "all";
  const identifiers = batchItemFailures.flatMap((item) => {
    const identifier = isObject(item) ? item.itemIdentifier : undefined;
    return typeof identifier === "string" && identifier !== "" ? [identifier] : [];
  });
  return identifiers.length < batchItemFailures.length ? "all" : new Set(identifiers);
};
