import { expect, test } from "vitest";
import { withAuthor } from "../../../../local/sources/expired-record.ts";

const removed = (ttl: object | undefined, own: object = {}) => ({
  eventName: "REMOVE",
  dynamodb: {
    SequenceNumber: "1",
    ApproximateCreationDateTime: 1000,
    OldImage: { pk: { S: "a" }, ...(ttl && { ttl }) },
  },
  ...own,
});
const author = { type: "Service", principalId: "dynamodb.amazonaws.com" };

test("an item that is removed after its time to live is removed by DynamoDB, as its stream would say", () => {
  expect(withAuthor(removed({ N: "999" }), "ttl")).toMatchObject({ userIdentity: author });
});

test.each([
  ["before its time is over", removed({ N: "1000" }), "ttl"],
  ["that has none", removed(undefined), "ttl"],
  ["whose time is no number", removed({ S: "999" }), "ttl"],
  ["of a table without a time to live", removed({ N: "999" }), undefined],
  ["that was not removed but written", { ...removed({ N: "999" }), eventName: "MODIFY" }, "ttl"],
])("an item %s is somebody's doing", (_what, record, attribute) => {
  expect(withAuthor(record, attribute)).toBe(record);
});

test("an engine that names the author is believed", () => {
  const record = removed({ N: "999" }, { userIdentity: { type: "Service", principalId: "somebody" } });
  expect(withAuthor(record, "ttl")).toBe(record);
});
