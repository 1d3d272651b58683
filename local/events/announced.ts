import type { BucketDeclaration, Deployment } from "../assembly/deployment.ts";
import type { BusEntry, Wiring } from "../front-door/contract.ts";
import type { Bus } from "./bus.ts";
import { objectCreatedEntry, sesEntry } from "./sources.ts";

interface AnnouncedOptions {
  deployment: Pick<Deployment, "eventDestinations"> & { buckets: BucketDeclaration[] };
  bus: Pick<Bus, "put">;
  place: { region: string; accountId: string };
}

/**
 * What S3 and SES tell of by events. Fulfilled once every queue has the event: until then the upload is not answered and
 * the e-mail counts as not told of, so a kill in between loses neither. What no queue takes (a full disk) is refused: an
 * upload is sent again, an e-mail is told of again.
 */
export const announced = ({ deployment, bus, place }: AnnouncedOptions): Pick<Wiring, "objectCreated" | "sesEvent"> => {
  const publish = async (entry: BusEntry | undefined): Promise<void> => {
    if (entry) await bus.put([entry]);
  };
  return {
    objectCreated: (event) => publish(objectCreatedEntry(deployment.buckets, event)),
    sesEvent: (configurationSet, event) => publish(sesEntry(deployment, configurationSet, event, place)),
  };
};
