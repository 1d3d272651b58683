import { type AccountId, type Id, isId } from "../../../shared/ids.ts";

/** "Something may be due at this webhook": who sends looks for itself what. */
export interface Wake {
  accountId: AccountId;
  webhookId: Id<"webhook">;
  /** The same when Lambda tries again after a crash: then the sender takes up what it held before. */
  sender: string;
}

/** @throws Error for what names no webhook */
export const readWake = (given: unknown): Wake => {
  const { accountId, webhookId, sender } = (typeof given === "object" && given !== null ? given : {}) as Partial<Wake>;
  if (typeof accountId !== "string" || !isId("account", accountId)) throw new Error("This names no account.");
  if (typeof webhookId !== "string" || !isId("webhook", webhookId)) throw new Error("This names no webhook.");
  return { accountId, webhookId, sender: String(sender) };
};
