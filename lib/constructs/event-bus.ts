import { EventBus as Bus } from "aws-cdk-lib/aws-events";
import { Construct } from "constructs";
import type { FeatureFunction } from "./feature-function.ts";

/** The bus that carries the product's own events. */
export class EventBus extends Construct {
  readonly bus: Bus;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bus = new Bus(this, "Bus", { description: "Clientèle: what happened to the business's own resources" });
  }

  grantPublish(publisher: FeatureFunction): void {
    publisher.setVariable("BUS_NAME", this.bus.eventBusName);
    publisher.allow(["events:PutEvents"], [this.bus.eventBusArn]);
  }
}
