import { byId, element } from "./dom.ts";

export const drawTable = (place: string, titles: readonly string[], rows: readonly (Node | string)[][]): void => {
  const head = element("tr", {}, ...titles.map((title) => element("th", { textContent: title })));
  const body = rows.map((cells) => element("tr", {}, ...cells.map((cell) => element("td", {}, cell))));
  const nothing = element("p", { className: "nothing", textContent: "Nothing yet." });
  byId(place).replaceChildren(rows.length > 0 ? element("table", {}, head, ...body) : nothing);
};
