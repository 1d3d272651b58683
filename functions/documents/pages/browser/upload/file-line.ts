import { about, announce, words } from "./upload-page.ts";

/** A file's line in its list: name, progress, state, and a button when it may be tried again. */
export interface FileLine {
  element: HTMLLIElement;
  progress: HTMLProgressElement;
  say(text: string, mood?: "good" | "bad"): void;
}

export const lineFor = (section: HTMLElement, file: File): FileLine => {
  const element = document.createElement("li");
  element.tabIndex = -1;
  const name = document.createElement("strong");
  name.textContent = file.name;
  const progress = document.createElement("progress");
  progress.max = 1;
  progress.value = 0;
  progress.setAttribute("aria-label", about(words.progress, file));
  const state = document.createElement("p");
  state.className = "state";
  element.append(name, progress, state);
  section.querySelector(".files")?.append(element);
  return {
    element,
    progress,
    say(text, mood) {
      state.textContent = text;
      state.className = `state ${mood ?? ""}`;
    },
  };
};

/** The end of a file's way, to be seen and heard. */
export const settle = (file: File, line: FileLine, text: string, mood?: "good" | "bad", more = ""): void => {
  line.progress.hidden = true;
  line.say(text, mood);
  announce(about(words.news, file) + text + more);
};

const markOf = (section: Element) => section.querySelector<HTMLElement>(".mark");
const received = (section: Element): number => Number(markOf(section)?.dataset.received);

/** One more file has come; with the last of those that are needed, everything has. */
export const countReceived = (section: HTMLElement, file: File, line: FileLine): void => {
  const files = received(section) + 1;
  const mark = markOf(section);
  if (mark) {
    mark.dataset.received = String(files);
    mark.textContent = files === 1 ? words.one : words.many.replace("{count}", String(files));
  }
  const thanks = document.getElementById("thanks");
  const isNews = thanks?.hidden && [...document.querySelectorAll(".item[data-required]")].every(received);
  if (isNews) thanks.hidden = false;
  settle(file, line, words.received, "good", isNews ? `. ${thanks.textContent}` : "");
};
