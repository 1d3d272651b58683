import { authorOf, born } from "../../shared/app/actor.ts";
import { put, type Write } from "../../shared/db/writes.ts";
import { subscriptionProofs } from "../../shared/entities/client.ts";
import { sameSubscriptions } from "../../shared/entities/client-draft.ts";
import { derivedId } from "../../shared/ids.ts";
import type { Change, TakeTerms } from "./take-rows.ts";

type Terms = Pick<TakeTerms, "author" | "importId" | "now">;

/**
 * What the rows of a client say of consent, with the words of the file as proof. Its id follows from the change, so that
 * a repetition writes it again.
 */
export const consentOf = ({ before, after, rows }: Change, { author, importId, now }: Terms): Write[] => {
  const words = rows.flatMap(({ row }) => row.client.consents ?? []);
  const isNews = before ? !sameSubscriptions(before.subscriptions, after.subscriptions) : words.length > 0;
  if (!isNews) return [];
  return [
    put(subscriptionProofs, {
      id: derivedId("event", "consent", importId, after.id, ...(before ? [String(before.version)] : [])),
      accountId: after.accountId,
      clientId: after.id,
      ...(before ? { before: before.subscriptions } : {}),
      after: after.subscriptions,
      how: "import",
      ...(words.length > 0 ? { wording: words.map(({ title, value }) => `${title}: ${value}`).join("\n") } : {}),
      at: now.toISOString(),
      ...born(authorOf(author), now),
      source: "import",
    }),
  ];
};
