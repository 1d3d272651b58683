import { AwsError } from "../front-door/answers.ts";
import { addressIn } from "./addresses.ts";

/**
 * Refuses a sender that nobody has verified, whoever sends. A domain's identity covers its subdomains and every address in
 * them.
 * @param identities domains and addresses; absent: any sender is taken
 * @throws AwsError in SES's words
 */
export const checkSender = (sender: string, identities: readonly string[] | undefined, region: string): void => {
  const address = addressIn(sender);
  const domain = address.split("@")[1] ?? "";
  const isVerified = (identity: string) =>
    identity.includes("@") ? identity === address : domain === identity || domain.endsWith(`.${identity}`);
  if (!identities || identities.some((identity) => isVerified(identity.toLowerCase()))) return;
  const message = `Email address is not verified. The following identities failed the check in region ${region.toUpperCase()}: ${address}`;
  throw new AwsError("MessageRejected", message, 400);
};
