import { Stack, Validations } from "aws-cdk-lib";
import { EventBus } from "aws-cdk-lib/aws-events";
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  SuppressionReasons,
} from "aws-cdk-lib/aws-ses";
import { Construct } from "constructs";
import type { StageSettings } from "../config.ts";
import type { FeatureFunction } from "./feature-function.ts";

/**
 * The sender of all e-mails. Addresses that bounced or complained are suppressed by SES itself, and what becomes of each
 * message is told on the default bus (a configuration set cannot speak on another).
 */
export class Email extends Construct {
  readonly identity: EmailIdentity;
  readonly configurationSet: ConfigurationSet;
  readonly #sender: StageSettings["sender"];

  constructor(scope: Construct, id: string, { sender }: Pick<StageSettings, "sender">) {
    super(scope, id);
    this.#sender = sender;
    this.configurationSet = new ConfigurationSet(this, "ConfigurationSet", {
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
      reputationMetrics: true,
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
    });
    this.configurationSet.addEventDestination("DefaultBus", {
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, "Bus", "default")),
      events: [
        EmailSendingEvent.SEND,
        EmailSendingEvent.DELIVERY,
        EmailSendingEvent.DELIVERY_DELAY,
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.REJECT,
        EmailSendingEvent.RENDERING_FAILURE,
        EmailSendingEvent.OPEN,
        EmailSendingEvent.CLICK,
      ],
    });
    const domain = sender.email.slice(sender.email.indexOf("@") + 1);
    this.identity = new EmailIdentity(this, "Identity", {
      identity: sender.identity === "domain" ? Identity.domain(domain) : Identity.email(sender.email),
    });
    Validations.of(Stack.of(this)).acknowledge({
      id: "AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:identity/*]",
      reason:
        "An account may send from an address of its own, verified after the deployment; and while SES is in its " +
        "sandbox, it asks for the right to the recipient's identity too.",
    });
  }

  /** Events of this product's e-mails alone, among all that SES tells in the AWS account. */
  get events() {
    const ours = [this.configurationSet.configurationSetName];
    return { source: ["aws.ses"], detail: { mail: { tags: { "ses:configuration-set": ours } } } };
  }

  /** Whom e-mails come from, and what SES has verified of it, for what only writes them. */
  setVariables(writer: FeatureFunction): void {
    writer.setVariable("SENDER_EMAIL", this.#sender.email);
    writer.setVariable("SENDER_IDENTITY", this.#sender.identity);
  }

  grantSend(sender: FeatureFunction): void {
    const stack = Stack.of(this);
    this.setVariables(sender);
    sender.setVariable("CONFIGURATION_SET", this.configurationSet.configurationSetName);
    sender.allow(
      ["ses:SendEmail", "ses:SendBulkEmail"],
      [
        stack.formatArn({ service: "ses", resource: "identity", resourceName: "*" }),
        stack.formatArn({
          service: "ses",
          resource: "configuration-set",
          resourceName: this.configurationSet.configurationSetName,
        }),
      ],
    );
  }
}
