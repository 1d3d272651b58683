/** An element that the server put on the page. @throws Error where there is none: server and script disagree */
export const byId = (id: string): HTMLElement => {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no #${id}.`);
  return element;
};

/** The value of a field; undefined where the page has no such field, or nothing is in it. */
export const fieldValue = (id: string): string | undefined => {
  const field = document.getElementById(id);
  return (field instanceof HTMLInputElement && field.value.trim()) || undefined;
};

/** What the server tells the script. */
export const settings = <Settings>(): Settings => JSON.parse(byId("page").textContent ?? "");
