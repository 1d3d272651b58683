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
const CHECKS = [500, 1000, 1500, 2000, 3000, 4000, 5000, 8000, 10000];

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const news = document.getElementById("news");
const announce = (text) => { news.textContent = text; };
const typeOf = (file) => page.extensions[file.name.split(".").at(-1).toLowerCase()] ?? file.type;

class Refusal extends Error {}
const refusal = (reason) => new Refusal(words.refused[reason] ?? words.refused.other);

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
const transfer = (method, url, body, { headers = {}, onProgress, refused }) => new Promise((resolve, reject) => {
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
    else over(reject, (request.status < 500 && refused) || new TypeError("try later"));
  });
  for (const end of ["error", "abort"]) request.addEventListener(end, () => over(reject, new TypeError("lost")));
  addEventListener("offline", stop);
  alive();
  request.send(body);
});

const send = (upload, file, onProgress) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(upload.fields)) form.append(name, value);
  form.append("file", file);
  return transfer("POST", upload.url, form, {
    onProgress: ({ loaded, total }) => onProgress(loaded / total),
    refused: refusal("other"),
  });
};

${uploadPartsScript}
const outcome = async (id) => {
  for (const ms of CHECKS) {
    await pause(ms);
    const { status, reason } = await call("/uploads/" + id).catch((error) => {
      if (error instanceof Refusal) throw error;
      return { status: "waiting" };
    });
    if (status === "received") return words.received;
    if (status === "infected") throw refusal("infected");
    if (status === "refused") throw refusal(reason);
  }
  return words.later;
};

/** A file's line in its list: name, progress, state, and a button when it may be tried again. */
const lineFor = (section, file) => {
  const line = document.createElement("li");
  const name = document.createElement("strong");
  name.textContent = file.name;
  const progress = document.createElement("progress");
  progress.max = 1;
  progress.value = 0;
  progress.setAttribute("aria-label", words.progress.replace("{name}", () => file.name));
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

const done = (section) => {
  const mark = section.querySelector(".mark");
  const count = Number(mark.dataset.received) + 1;
  mark.dataset.received = count;
  mark.textContent = count === 1 ? words.one : words.many.replace("{count}", count);
};

let active = 0;
let queue = Promise.resolve();

const upload = async (section, file, row) => {
  active += 1;
  row.progress.hidden = false;
  row.progress.value = 0;
  try {
    row.say(words.sending);
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
    row.progress.value = 1;
    row.say(words.checking);
    const text = await outcome(begun.id);
    row.progress.hidden = true;
    row.say(text, "good");
    announce(file.name + ": " + text);
    if (text === words.received) done(section);
  } catch (error) {
    row.progress.hidden = true;
    const final = error instanceof Refusal;
    const text = final ? error.message : words.lost;
    row.say(text, "bad");
    announce(file.name + ": " + text);
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
  button.setAttribute("aria-label", words.retry + ": " + file.name);
  const again = () => {
    removeEventListener("online", again);
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
      row.progress.hidden = true;
      row.say(error.message, "bad");
      announce(file.name + ": " + error.message);
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
