import { describe, expect, test } from "vitest";
import { createIdentify } from "../../../../local/assembly/identify.ts";
import { createResolver } from "../../../../local/assembly/resolve.ts";
import type { TemplateResource } from "../../../../local/assembly/template.ts";

const place = { region: "ca-central-1", accountId: "000000000000", frontDoorUrl: "http://127.0.0.1:4000" };

const identityOf = (resource: TemplateResource, minted = new Map<string, string>()) => {
  const stack = { name: "App", template: { Resources: { Thing: resource } } };
  const resolver = createResolver({ stacks: [stack], assets: new Map() }, place, createIdentify(place, minted));
  return resolver.identity({ stack, logicalId: "Thing", resource });
};

describe("names of resources", () => {
  test("a queue's Ref is an address at the front door, for the SDK calls the host it finds there", () => {
    expect(identityOf({ Type: "AWS::SQS::Queue" })).toEqual({
      ref: "http://127.0.0.1:4000/000000000000/App-Thing",
      attributes: {
        Arn: "arn:aws:sqs:ca-central-1:000000000000:App-Thing",
        QueueName: "App-Thing",
        QueueUrl: "http://127.0.0.1:4000/000000000000/App-Thing",
      },
    });
  });

  test("a FIFO queue without a name gets the ending it needs", () => {
    const { attributes } = identityOf({ Type: "AWS::SQS::Queue", Properties: { FifoQueue: true } });
    expect(attributes.QueueName).toBe("App-Thing.fifo");
  });

  test("a given name is kept, and a bucket's is in lower case", () => {
    expect(identityOf({ Type: "AWS::Events::EventBus", Properties: { Name: "clientele" } }).ref).toBe("clientele");
    expect(identityOf({ Type: "AWS::S3::Bucket" }).ref).toBe("app-thing");
  });

  test("a user pool has the id its engine gave, and AWS's issuer", () => {
    const minted = new Map([["App/Thing", "local_1"]]);
    const { ref, attributes } = identityOf({ Type: "AWS::Cognito::UserPool" }, minted);
    expect(ref).toBe("local_1");
    expect(attributes.ProviderURL).toBe("https://cognito-idp.ca-central-1.amazonaws.com/local_1");
    expect(() => identityOf({ Type: "AWS::Cognito::UserPool" })).toThrow("before it is created");
  });

  test("a type that needs nothing has a name all the same", () => {
    expect(identityOf({ Type: "AWS::Logs::LogGroup" }).attributes.Arn).toContain("App-Thing");
  });

  test("a type that nobody plays is refused by name and place", () => {
    expect(() => identityOf({ Type: "AWS::Kinesis::Stream" })).toThrow("AWS::Kinesis::Stream (App/Thing) is not known");
  });
});
