/**
 * The script of the pages for a business's own people: sends their answer to the API and says what came of it. Whoever
 * signs in already accepts with one press; of somebody new the API asks for a password, and the page shows its field.
 */
export const personScript = /* js */ `
const page = JSON.parse(document.getElementById("page").textContent);
const form = document.getElementById("answer");
const news = document.getElementById("news");
const valueOf = (id) => document.getElementById(id)?.value.trim() || undefined;

const post = async (path, body) => {
  const headers = { "content-type": "application/json", "accept-language": page.language };
  const answer = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
  return answer.ok ? undefined : answer.json();
};

const send = async (path, body, done) => {
  for (const button of form.querySelectorAll("button")) button.disabled = true;
  const problem = await post(path, body).catch(() => ({ detail: page.words.failed }));
  for (const button of form.querySelectorAll("button")) button.disabled = false;
  if (!problem) {
    form.hidden = true;
    news.className = "good";
    news.textContent = done;
    return;
  }
  const fields = document.getElementById("new");
  if (fields?.hidden && problem.errors?.some(({ pointer }) => pointer === "/password")) {
    fields.hidden = false;
    document.getElementById(valueOf("name") ? "password" : "name").focus();
    return;
  }
  news.className = "bad";
  news.textContent = problem.errors?.map(({ message }) => message).join(" · ") || problem.detail;
};

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const shown = !document.getElementById("new")?.hidden;
  const given = shown ? { name: valueOf("name"), password: document.getElementById("password").value } : {};
  send(page.accept, { token: page.token, ...given }, page.words.done);
});
document.getElementById("decline")?.addEventListener("click", () =>
  send(page.decline, { token: page.token }, page.words.declined));
`;
