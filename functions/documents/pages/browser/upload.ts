import { awaitCheck } from "./upload/await-check.ts";
import { deliver } from "./upload/deliver.ts";
import { type FileLine, lineFor, settle } from "./upload/file-line.ts";
import { Refusal, Setback } from "./upload/refusal.ts";
import type { RefusalReason } from "./upload/settings.ts";
import { about, page, refusal, typeOf, words } from "./upload/upload-page.ts";

// The page of a document request: asks for a form for each file, sends it with a progress bar, and says how that ended.
// One file at a time: on a phone's connection two at once take as long and finish later.

let active = 0;
let queue: Promise<void> = Promise.resolve();

const take = (section: HTMLElement, files: Iterable<File>): void => {
  for (const file of files) {
    const line = lineFor(section, file);
    const reason = obstacleOf(file);
    if (reason) settle(file, line, refusal(reason).message, "bad");
    else enqueue(section, file, line);
  }
};

const obstacleOf = (file: File): RefusalReason | undefined => {
  if (file.size === 0) return "empty";
  if (file.size > page.maxBytes) return "too_large";
  return page.accepted.includes(typeOf(file)) ? undefined : "type_not_accepted";
};

const enqueue = (section: HTMLElement, file: File, line: FileLine): void => {
  line.say(words.waiting);
  queue = queue.then(() => upload(section, file, line));
};

const upload = async (section: HTMLElement, file: File, line: FileLine): Promise<void> => {
  active += 1;
  line.progress.hidden = false;
  line.progress.value = 0;
  try {
    line.say(words.sending);
    const id = await deliver(section, file, line);
    line.progress.value = 1;
    line.say(words.checking);
    await awaitCheck(id, section, file, line);
  } catch (error) {
    if (error instanceof Refusal) return settle(file, line, error.message, "bad");
    settle(file, line, error instanceof Setback ? words.unfinished : words.lost, "bad");
    offerRetry(section, file, line);
  } finally {
    active -= 1;
  }
};

const offerRetry = (section: HTMLElement, file: File, line: FileLine): void => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "second";
  button.textContent = words.retry;
  button.setAttribute("aria-label", about(words.retryOf, file));
  const again = () => {
    removeEventListener("online", again);
    // People who pressed it with the keyboard stay where they are.
    if (document.activeElement === button) line.element.focus();
    button.remove();
    enqueue(section, file, line);
  };
  button.addEventListener("click", again);
  addEventListener("online", again);
  line.element.append(button);
};

for (const section of document.querySelectorAll<HTMLElement>(".item")) {
  for (const input of section.querySelectorAll<HTMLInputElement>("input[type=file]")) {
    input.addEventListener("change", () => {
      take(section, [...(input.files ?? [])]);
      input.value = "";
    });
  }
  const drop = section.querySelector<HTMLElement>(".drop");
  const dragged = (isOver: boolean) => (event: Event) => {
    event.preventDefault();
    drop?.classList.toggle("over", isOver);
  };
  drop?.addEventListener("dragenter", dragged(true));
  drop?.addEventListener("dragover", dragged(true));
  drop?.addEventListener("dragleave", dragged(false));
  drop?.addEventListener("drop", (event) => {
    dragged(false)(event);
    take(section, [...(event.dataTransfer?.files ?? [])]);
  });
}

// A file dropped beside its place must not replace the page.
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => event.preventDefault());
addEventListener("beforeunload", (event) => {
  if (active > 0) event.preventDefault();
});
