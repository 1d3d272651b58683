import { byId, fieldValue, settings } from "../../../../shared/pages/browser/page.ts";
import type { PersonSettings } from "./person/settings.ts";

// The pages for a business's own people: sends their answer to the API and says how that ended. People who sign in
// already accept with one press; of somebody new the API asks for a password, and the page shows its field.

interface Problem {
  detail?: string;
  errors?: { pointer: string; message: string }[];
}

const page = settings<PersonSettings>();
const form = byId("answer");
const news = byId("news");

const send = async (path: string, body: object, done: string): Promise<void> => {
  const buttons = form.querySelectorAll("button");
  for (const button of buttons) button.disabled = true;
  const problem = await post(path, body).catch((): Problem => ({ detail: page.words.failed }));
  for (const button of buttons) button.disabled = false;
  if (!problem) {
    form.hidden = true;
    news.className = "good";
    news.textContent = done;
    return;
  }
  const fields = document.getElementById("new");
  if (fields?.hidden && problem.errors?.some(({ pointer }) => pointer === "/password")) {
    fields.hidden = false;
    byId(fieldValue("name") ? "password" : "name").focus();
    return;
  }
  news.className = "bad";
  news.textContent = problem.errors?.map(({ message }) => message).join(" · ") || (problem.detail ?? "");
};

const post = async (path: string, body: object): Promise<Problem | undefined> => {
  const headers = { "content-type": "application/json", "accept-language": page.language };
  const answer = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
  return answer.ok ? undefined : answer.json();
};

/** As it was typed: a password may begin or end with a blank. */
const password = (): string => {
  const field = byId("password");
  return field instanceof HTMLInputElement ? field.value : "";
};

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const shown = !document.getElementById("new")?.hidden;
  const given = shown ? { name: fieldValue("name"), password: password() } : {};
  send(page.accept, { token: page.token, ...given }, page.words.done);
});

document.getElementById("decline")?.addEventListener("click", () => {
  if (page.decline) send(page.decline, { token: page.token }, page.words.declined ?? "");
});
