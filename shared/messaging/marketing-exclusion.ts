import type { AddressStanding } from "../entities/address-fact.ts";
import type { Exclusion } from "../entities/campaign-plan.ts";
import { type Client, hasRefusedMarketing } from "../entities/client.ts";

type Reached = Pick<Client, "status" | "disabled" | "email" | "suppressed" | "subscriptions" | "marketingRefusedAt">;

/**
 * Why a client of the audience gets nothing, the most lasting reason first; undefined when the e-mail may go out. Asked
 * when the recipients are planned, and again when a chunk is sent: a client who unsubscribed in between is left out.
 * Who refused is left out also where those who never agreed are not, and so is who has the address of somebody who refused.
 * @param standingOf what is known against an address, whoever has it
 */
export const exclusionOf = (
  client: Reached | undefined,
  optedInOnly: boolean,
  standingOf: (email: string) => AddressStanding | undefined,
): Exclusion | undefined => {
  if (!client) return "not_found";
  if (client.status === "archived") return "archived";
  if (client.disabled) return "disabled";
  if (!client.email) return "no_address";
  if (client.suppressed) return "suppressed";
  if (hasRefusedMarketing(client)) return "unsubscribed";
  const { general, marketing } = client.subscriptions.email;
  if (!optedInOnly && !general) return "unsubscribed";
  return standingOf(client.email) ?? (optedInOnly && !marketing ? "never_opted_in" : undefined);
};
