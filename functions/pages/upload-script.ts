import { uploadPartsScript } from "./upload-parts-script.ts";

/**
 * The script of a document request's page, as the browser gets it: plain JavaScript, no framework, nothing to load. It
 * asks for a form for each file, sends it with a progress bar, and tells what became of it. One file at a time: on a
 * phone's connection two at once take as long and finish later.
 */
export const uploadScript = /* js */ `
const page = JSON.parse(document.getElementById("page").textContent);
const { words } = page;
const base = location.pathname;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
/** Until somebody looks at the page. */
const seen = () => new Promise((resolve) => {
  if (document.hidden) document.addEventListener("visibilitychange", resolve, { once: true });
  else resolve();
});
const CHECKS = [500, 1000, 1500, 2000, 3000, 4000, 5000, 8000, 10000].map((ms) => () => pause(ms));
// Of a check that takes longer than these: ten minutes more, as long as somebody looks.
const LATER_CHECKS = Array(60).fill(() => pause(10000).then(seen));

const news = document.getElementById("news");
const announce = (text) => { news.textContent = text; };
const about = (sentence, file) => sentence.replace("{name}", () => file.name);
const typeOf = (file) => page.extensions[file.name.split(".").at(-1).toLowerCase()] ?? file.type;

class Refusal extends Error {}
const refusal = (reason) => Object.assign(new Refusal(words.refused[reason] ?? words.refused.other), { reason });
/** What was sent has not been taken; sending it again, with another form, may do. */
class Setback extends Error {}

const check = (file) => {
  if (file.size === 0) throw refusal("empty");
  if (file.size > page.maxBytes) throw refusal("too_large");
  if (!page.accepted.includes(typeOf(file))) throw refusal("type_not_accepted");
};

/** Our own API; a lost connection rejects with a TypeError, as fetch does. */
const call = async (path, body) => {
  const answer = await fetch(base + path, body && {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (answer.ok) return answer.json();
  if (answer.status === 404 || answer.status === 410) throw refusal("over");
  if (answer.status === 409 || answer.status === 429 || answer.status >= 500) throw new TypeError("try later");
  const problem = await answer.json().catch(() => ({}));
  throw refusal(problem.reason);
};

/**
 * Sends something; fetch cannot tell how far an upload is, XMLHttpRequest can. A connection that is gone, or that moves
 * nothing for a minute, ends it: some browsers would wait for ever.
 */
const transfer = (method, url, body, { headers = {}, onProgress, verdictOf }) => new Promise((resolve, reject) => {
  const request = new XMLHttpRequest();
  let watch;
  const stop = () => request.abort();
  const alive = () => {
    clearTimeout(watch);
    watch = setTimeout(stop, 60000);
  };
  const over = (settle, value) => {
    clearTimeout(watch);
    removeEventListener("offline", stop);
    settle(value);
  };
  request.open(method, url);
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
  request.upload.addEventListener("progress", (event) => {
    alive();
    onProgress(event);
  });
  request.addEventListener("load", () => {
    if (request.status < 300) over(resolve);
    else over(reject, verdictOf?.(request.responseText) ?? new TypeError("try later"));
  });
  for (const end of ["error", "abort"]) request.addEventListener(end, () => over(reject, new TypeError("lost")));
  addEventListener("offline", stop);
  alive();
  request.send(body);
});

/** Of what S3 says no to, only what breaks the form's policy is refused for good: not a form that is too old. */
const verdictOfForm = (xml) => {
  const said = (name) => xml.match("<" + name + ">([^<]*)<")?.[1] ?? "";
  const code = said("Code");
  const message = said("Message").toLowerCase();
  const byPolicy = code === "AccessDenied" && message.includes("according to policy") && !message.includes("expired");
  if (byPolicy || code === "EntityTooLarge" || code === "EntityTooSmall") return refusal("other");
  return Object.assign(new Setback("not taken"), { code });
};

const send = (upload, file, onProgress) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(upload.fields)) form.append(name, value);
  form.append("file", file);
  return transfer("POST", upload.url, form, {
    onProgress: ({ loaded, total }) => onProgress(loaded / total),
    verdictOf: verdictOfForm,
  });
};

${uploadPartsScript}
const isReceived = async (id) => {
  const { status, reason } = await call("/uploads/" + id).catch((error) => {
    if (error instanceof Refusal) throw error;
    return {};
  });
  if (status === "infected") throw refusal("infected");
  if (status === "refused") throw refusal(reason);
  return status === "received";
};

/** Whether the file has been received after one of these pauses; false: it is still being checked. */
const settles = async (id, pauses) => {
  for (const wait of pauses) {
    await wait();
    if (await isReceived(id)) return true;
  }
  return false;
};

/** A file's line in its list: name, progress, state, and a button when it may be tried again. */
const lineFor = (section, file) => {
  const line = document.createElement("li");
  line.tabIndex = -1;
  const name = document.createElement("strong");
  name.textContent = file.name;
  const progress = document.createElement("progress");
  progress.max = 1;
  progress.value = 0;
  progress.setAttribute("aria-label", about(words.progress, file));
  const state = document.createElement("p");
  state.className = "state";
  line.append(name, progress, state);
  section.querySelector(".files").append(line);
  const say = (text, mood = "") => {
    state.textContent = text;
    state.className = "state " + mood;
  };
  return { line, progress, say };
};

/** What became of a file, to be seen and heard. */
const tell = (file, row, text, mood, more = "") => {
  row.progress.hidden = true;
  row.say(text, mood);
  announce(about(words.news, file) + text + more);
};

const count = (section) => Number(section.querySelector(".mark").dataset.received);

/** One more file has come; with the last of those that are needed, everything has. */
const received = (section, file, row) => {
  const mark = section.querySelector(".mark");
  const files = count(section) + 1;
  mark.dataset.received = files;
  mark.textContent = files === 1 ? words.one : words.many.replace("{count}", files);
  const thanks = document.getElementById("thanks");
  const isNews = thanks.hidden && [...document.querySelectorAll(".item[data-required]")].every(count);
  if (isNews) thanks.hidden = false;
  tell(file, row, words.received, "good", isNews ? ". " + thanks.textContent : "");
};

/** The page has promised no more than a check, but says what comes of it to whoever is still there. */
const watch = async (id, section, file, row) => {
  try {
    if (await settles(id, LATER_CHECKS)) received(section, file, row);
  } catch (error) {
    // The link may end meanwhile: the check goes on without it.
    if (error.reason !== "over") tell(file, row, error.message, "bad");
  }
};

/** Announces the file and sends it; gives the upload's id. */
const deliver = async (section, file, row) => {
  const isLarge = file.size > page.formBytes;
  const begun = await call("/uploads", {
    fileName: file.name,
    contentType: typeOf(file),
    size: file.size,
    modifiedAt: file.lastModified,
    itemId: section.dataset.item,
    sha256: isLarge ? undefined : await digestOf(file),
  });
  if (begun.upload.parts) await sendParts(begun.id, file, row);
  else await send(begun.upload, file, (part) => { row.progress.value = part; });
  return begun.id;
};

/** What was changed on its way is sent once more by itself; when it comes changed again, something is wrong with it. */
const deliverUnchanged = async (section, file, row) => {
  for (let isAgain = false; ; isAgain = true) {
    try {
      return await deliver(section, file, row);
    } catch (error) {
      if (error.code !== "BadDigest") throw error;
      if (isAgain) throw refusal("other");
    }
  }
};

let active = 0;
let queue = Promise.resolve();

const upload = async (section, file, row) => {
  active += 1;
  row.progress.hidden = false;
  row.progress.value = 0;
  try {
    row.say(words.sending);
    const id = await deliverUnchanged(section, file, row);
    row.progress.value = 1;
    row.say(words.checking);
    if (await settles(id, CHECKS)) return received(section, file, row);
    tell(file, row, words.later, "");
    watch(id, section, file, row);
  } catch (error) {
    const final = error instanceof Refusal;
    tell(file, row, final ? error.message : error instanceof Setback ? words.unfinished : words.lost, "bad");
    if (!final) offerRetry(section, file, row);
  } finally {
    active -= 1;
  }
};

const offerRetry = (section, file, row) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "second";
  button.textContent = words.retry;
  button.setAttribute("aria-label", about(words.retryOf, file));
  const again = () => {
    removeEventListener("online", again);
    // Who pressed it with the keyboard stays where they are.
    if (document.activeElement === button) row.line.focus();
    button.remove();
    enqueue(section, file, row);
  };
  button.addEventListener("click", again);
  addEventListener("online", again);
  row.line.append(button);
};

const enqueue = (section, file, row) => {
  row.say(words.waiting);
  queue = queue.then(() => upload(section, file, row));
};

const take = (section, files) => {
  for (const file of files) {
    const row = lineFor(section, file);
    try {
      check(file);
      enqueue(section, file, row);
    } catch (error) {
      tell(file, row, error.message, "bad");
    }
  }
};

for (const section of document.querySelectorAll(".item")) {
  for (const input of section.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => {
      take(section, [...input.files]);
      input.value = "";
    });
  }
  const drop = section.querySelector(".drop");
  const over = (on) => (event) => {
    event.preventDefault();
    drop.classList.toggle("over", on);
  };
  drop.addEventListener("dragenter", over(true));
  drop.addEventListener("dragover", over(true));
  drop.addEventListener("dragleave", over(false));
  drop.addEventListener("drop", (event) => {
    over(false)(event);
    take(section, [...event.dataTransfer.files]);
  });
}

// A file dropped beside its place must not replace the page.
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => event.preventDefault());
addEventListener("beforeunload", (event) => { if (active > 0) event.preventDefault(); });
`;
