import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { mockClient } from "aws-sdk-client-mock";
import { afterAll, describe, expect, it } from "vitest";
import { type Recipient, s3Snapshots } from "../../../../../functions/campaigns/planning/snapshots.ts";
import { addressHash, markOf } from "../../../../../shared/entities/address-fact.ts";
import { ulids } from "../../../../../shared/ids.ts";

const s3 = mockClient(S3Client);
afterAll(() => s3.restore());

const account = ulids.next("account");
const hash = addressHash(account, "amelie@example.org");
const id = ulids.next("client");

/** What is read of an object that holds these lines. */
const readOf = (text: string) => {
  s3.on(GetObjectCommand).resolves({ Body: { transformToString: async () => text } as never });
  return s3Snapshots("files").read("campaigns/1.txt");
};

/** Written, and read again. */
const through = async (recipients: readonly Recipient[]) => {
  s3.reset();
  s3.on(PutObjectCommand).resolves({});
  await s3Snapshots("files").write("campaigns/1.txt", recipients);
  return readOf(String(s3.commandCalls(PutObjectCommand)[0]?.args[0].input.Body));
};

describe("a snapshot", () => {
  it("says of each recipient what it was given", async () => {
    const recipients: Recipient[] = [
      { id, language: "fr", address: markOf(hash), hash },
      { id, language: "en", variant: 1, address: markOf(hash), hash },
      { id, language: "fr", address: markOf(hash) },
      { id, language: "fr", excluded: "no_address" },
      { id, language: "fr" },
    ];
    expect(await through(recipients)).toEqual(recipients);
  });

  it("of before holds the beginning of the hash alone", async () => {
    const address = markOf(hash);
    expect(await readOf(`${id} fr - @${address}\n`)).toEqual([{ id, language: "fr", address }]);
  });
});
