import { byId, settings } from "../../../../../shared/pages/browser/page.ts";
import { lost, Refusal } from "./refusal.ts";
import type { RefusalReason, UploadSettings } from "./settings.ts";

export const page = settings<UploadSettings>();
export const { words } = page;

const news = byId("news");
/** Read aloud by screen readers. */
export const announce = (text: string): void => {
  news.textContent = text;
};

export const about = (sentence: string, file: File): string => sentence.replace("{name}", () => file.name);

export const typeOf = (file: File): string =>
  page.extensions[file.name.split(".").at(-1)?.toLowerCase() ?? ""] ?? file.type;

export const refusal = (reason: RefusalReason = "other"): Refusal => new Refusal(words.refused[reason], reason);

/** By the reason that the API gives. */
export const refusalFor = (reason: string | undefined): Refusal => refusal(isKnown(reason) ? reason : "other");

const isKnown = (reason: string | undefined): reason is RefusalReason =>
  reason !== undefined && Object.hasOwn(words.refused, reason);

/** Our own API; a lost connection rejects with a TypeError, as fetch does. */
export const call = async <Answer>(path: string, body?: object): Promise<Answer> => {
  const answer = await fetch(
    location.pathname + path,
    body && { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) },
  );
  if (answer.ok) return answer.json();
  if (answer.status === 404 || answer.status === 410) throw refusal("over");
  if (answer.status === 409 || answer.status === 429 || answer.status >= 500) throw lost();
  const problem: { reason?: string } = await answer.json().catch(() => ({}));
  throw refusalFor(problem.reason);
};
