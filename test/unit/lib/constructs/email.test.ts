import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { Samples } from "../../../support/sample-feature.ts";
import { synthesise } from "../../../support/synth.ts";
import { statements } from "../../../support/template.ts";

const { main } = synthesise([Samples]);
const inDomain = synthesise([Samples], "prod").main;

describe("the sender of e-mails", () => {
  it("suppresses addresses that bounced or complained", () => {
    main.hasResourceProperties("AWS::SES::ConfigurationSet", {
      SuppressionOptions: { SuppressedReasons: ["BOUNCE", "COMPLAINT"] },
    });
  });

  it("tells what becomes of each message", () => {
    main.hasResourceProperties("AWS::SES::ConfigurationSetEventDestination", {
      EventDestination: Match.objectLike({
        MatchingEventTypes: [
          "send",
          "delivery",
          "deliveryDelay",
          "bounce",
          "complaint",
          "reject",
          "renderingFailure",
          "open",
          "click",
        ],
      }),
    });
  });

  it("verifies the one address, or the whole domain", () => {
    main.hasResourceProperties("AWS::SES::EmailIdentity", { EmailIdentity: "bonjour@example.com" });
    inDomain.hasResourceProperties("AWS::SES::EmailIdentity", { EmailIdentity: "example.com" });
  });

  it("tells a function whether the one address is verified, or the whole domain", () => {
    for (const [stack, identity] of [
      [main, "email"],
      [inDomain, "domain"],
    ] as const)
      stack.hasResourceProperties("AWS::Lambda::Function", {
        Environment: { Variables: Match.objectLike({ SENDER_IDENTITY: identity }) },
      });
  });

  it("lets a function send one by one and in bulk, and tells it from whom", () => {
    const sending = statements(main).filter(({ actions }) => actions.includes("ses:SendEmail"));
    expect(sending.map(({ actions }) => actions)).toEqual([["ses:SendBulkEmail", "ses:SendEmail"]]);
    main.hasResourceProperties("AWS::Lambda::Function", {
      Environment: {
        Variables: Match.objectLike({ CONFIGURATION_SET: Match.anyValue(), SENDER_EMAIL: "bonjour@example.com" }),
      },
    });
  });
});
