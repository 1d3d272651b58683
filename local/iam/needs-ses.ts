import type { AwsCall } from "../front-door/calls.ts";
import { recordOf, recordsOf, textOf, textsOf } from "../front-door/read.ts";
import { addressIn } from "../mail/addresses.ts";
import { senderIn } from "../mail/send-requests.ts";
import { arnOf, type Place } from "./arns.ts";
import type { Need } from "./policies.ts";

/** The sender's identity, and the configuration set and the stored template when the call names them. */
export const sesNeeds = ({ operation, input }: AwsCall, place: Place): Need[] => {
  if (operation !== "SendEmail" && operation !== "SendBulkEmail") {
    return [{ action: `ses:${operation}`, resource: "*" }];
  }
  const sender = addressIn(senderIn(input));
  const content = recordOf(operation === "SendEmail" ? input.Content : input.DefaultContent);
  // The API for raw messages is the same, its permission is another.
  const action = content.Raw === undefined ? `ses:${operation}` : "ses:SendRawEmail";
  const context = { "ses:fromaddress": sender, "ses:recipients": recipientsIn(input) };
  const identity = (name: string) => arnOf("ses", place, "identity/", name);
  const needs: Need[] = [{ action, resource: [identity(sender), identity(sender.split("@")[1] ?? "")], context }];
  const configurationSet = textOf(input.ConfigurationSetName);
  if (configurationSet)
    needs.push({ action, resource: arnOf("ses", place, "configuration-set/", configurationSet), context });
  const template = textOf(recordOf(content.Template).TemplateName);
  if (template) needs.push({ action, resource: arnOf("ses", place, "template/", template), context });
  return needs;
};

const recipientsIn = (input: Record<string, unknown>): string[] => {
  const destinations = [input.Destination, ...recordsOf(input.BulkEmailEntries).map((entry) => entry.Destination)];
  return destinations
    .map(recordOf)
    .flatMap(({ ToAddresses, CcAddresses, BccAddresses }) => [ToAddresses, CcAddresses, BccAddresses].flatMap(textsOf))
    .map(addressIn);
};
