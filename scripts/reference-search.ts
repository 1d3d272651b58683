import MiniSearch from "minisearch";

// Runs in the reader's browser. The page is whole without it: this adds the search, and buttons that copy commands.

const byId = (id: string): HTMLElement => {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no #${id}.`);
  return element;
};

const search = byId("search");
const input = byId("query") as HTMLInputElement;
const results = byId("results");
const status = byId("found");
const menu = byId("menu");

interface Entry {
  title: string;
  text: string;
  /** Where it stands: a part's own place, or the title of the part that a row is in. */
  place: string;
  weight: number;
  element: HTMLElement;
}

const MOST = 30;
const textOf = (element: Element, selector: string): string =>
  element.querySelector(selector)?.textContent?.trim() ?? "";

/** Every guide, route and shape, and every row of a table in them: a field, a parameter or a problem. */
const entries = (): Entry[] =>
  [...document.querySelectorAll<HTMLElement>("main [data-part]")].flatMap((part) => {
    const title = textOf(part, "h2, h3, h4");
    const whole = { title, text: textOf(part, "p"), place: part.dataset.part ?? "", weight: 3, element: part };
    const rows = [...part.querySelectorAll<HTMLTableRowElement>("tr:has(th code)")].map((row) => ({
      title: textOf(row, "th code"),
      text: [...row.cells]
        .slice(1)
        .map((cell) => cell.textContent?.trim())
        .join(" "),
      place: title,
      weight: 1,
      element: row,
    }));
    return [whole, ...rows];
  });

/** `clientIds` is found by "client" and by "ids", `Québec` by "quebec". */
const termsOf = (term: string): string[] => {
  const plain = term.normalize("NFD").replace(/\p{M}/gu, "");
  const words = plain
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(" ");
  return [...new Set([plain.toLowerCase(), ...words])];
};

let index: MiniSearch<Entry & { id: number }> | undefined;
const indexed = () => {
  if (index) return index;
  index = new MiniSearch({
    fields: ["title", "text"],
    storeFields: ["title", "text", "place", "weight", "element"],
    processTerm: termsOf,
    searchOptions: {
      processTerm: (term) => termsOf(term)[0] ?? null,
      prefix: true,
      boost: { title: 3 },
      boostDocument: (_id, _term, stored) => Number(stored?.weight),
      combineWith: "AND",
    },
  });
  index.addAll(entries().map((entry, id) => ({ id, ...entry })));
  return index;
};

/** Slips of the finger are looked for only where nothing holds the words as they were typed. */
const find = (query: string): Entry[] => {
  const found = indexed().search(query);
  const all = found.length > 0 ? found : indexed().search(query, { fuzzy: (term) => (term.length > 4 ? 0.2 : false) });
  // What was stored of an entry comes back with its place among the results.
  return all.map(({ title, text, place, weight, element }) => ({ title, text, place, weight, element }));
};

const lineOf = ({ title, text, place, element }: Entry): HTMLLIElement => {
  const link = document.createElement("a");
  link.href = `#${element.closest("[data-part]")?.querySelector("[id]")?.id}`;
  const name = document.createElement("code");
  name.textContent = title;
  const about = document.createElement("span");
  about.textContent = `${place} · ${text}`;
  link.append(name, about);
  link.addEventListener("click", () => setTimeout(() => show(element)));
  const line = document.createElement("li");
  line.append(link);
  return line;
};

const show = (element: HTMLElement): void => {
  for (const earlier of document.querySelectorAll(".found")) earlier.classList.remove("found");
  element.classList.add("found");
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: element.matches("tr") ? "center" : "start" });
};

const update = () => {
  const query = input.value.trim();
  const found = query === "" ? [] : find(query);
  menu.hidden = query !== "";
  results.replaceChildren(...found.slice(0, MOST).map(lineOf));
  const told = found.length > MOST ? `The first ${MOST} of ${found.length} results` : `${found.length} results`;
  status.textContent = query === "" ? "" : found.length === 1 ? "1 result" : told;
};

const move = (by: number): void => {
  const links: (Element | null)[] = [input, ...results.querySelectorAll("a")];
  const next = links[links.indexOf(document.activeElement) + by];
  if (next instanceof HTMLElement) next.focus();
};

input.addEventListener("input", update);
search.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown") move(1);
  else if (event.key === "ArrowUp") move(-1);
  else if (event.key === "Enter" && event.target === input) results.querySelector("a")?.click();
  else if (event.key === "Escape") {
    input.value = "";
    update();
    input.focus();
  } else return;
  event.preventDefault();
});
search.hidden = false;

for (const block of document.querySelectorAll("main pre")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(block.textContent ?? "");
    button.textContent = "Copied";
    setTimeout(() => {
      button.textContent = "Copy";
    }, 2000);
  });
  block.before(button);
}
