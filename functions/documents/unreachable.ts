import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { clients } from "../../shared/entities/client.ts";
import type { RequestRecipient } from "../../shared/entities/document-request.ts";
import { isUndeliverable } from "../../shared/entities/mail-state.ts";
import { mailStatusNow } from "../../shared/messaging/mail-status.ts";

export type Unreachable = "bounce" | "complaint" | "no_address";

/**
 * Whom no e-mail would reach, and why: their address took none, its holder complained, or they have none, and that is so
 * still. Only clients whose last e-mail says so are read: who was given another address since is reached there.
 */
export const unreachableOf = async (
  db: AccountTable,
  recipients: readonly RequestRecipient[],
): Promise<Map<string, Unreachable>> => {
  const doubtful = recipients.filter(
    ({ status, ...last }) => status !== "complete" && (isUndeliverable(last) || last.mail === "no_address"),
  );
  if (doubtful.length === 0) return new Map();
  const found = await db.getMany(
    clients,
    doubtful.map(({ clientId }) => keys.of(db.accountId, clientId)),
    { consistent: true },
  );
  const reasons = await Promise.all(
    found.map(async (client): Promise<[string, Unreachable][]> => {
      const { mail, mailError } = await mailStatusNow(db, client);
      if (mail === "queued") return [];
      return [[client.id, mail === "no_address" ? mail : mailError === "complaint" ? "complaint" : "bounce"]];
    }),
  );
  return new Map(reasons.flat());
};
