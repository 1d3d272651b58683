/** An element of page.html. @throws Error where there is none: page and script disagree */
export const byId = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}.`);
  return found;
};

export const formById = (id: string): HTMLFormElement => {
  const form = byId(id);
  if (!(form instanceof HTMLFormElement)) throw new Error(`#${id} is no form.`);
  return form;
};

/** A part of a form that somebody fills in. */
export const fieldOf = (form: HTMLFormElement, name: string): { value: string; focus(): void } => {
  const field = form.elements.namedItem(name);
  const isField =
    field instanceof HTMLInputElement || field instanceof HTMLSelectElement || field instanceof HTMLTextAreaElement;
  if (!isField) throw new Error(`The form has no field ${name}.`);
  return field;
};

/** What is filled in of a form: texts by the names of their fields. */
export const filledIn = (form: HTMLFormElement): Record<string, string> =>
  Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));

/** A part of a template that was copied. */
export const partOf = (view: ParentNode, selector: string): HTMLElement => {
  const part = view.querySelector<HTMLElement>(selector);
  if (!part) throw new Error(`The page has no ${selector}.`);
  return part;
};

export const element = <Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<HTMLElementTagNameMap[Tag]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
};

export const time = (at: string): string => new Date(at).toLocaleTimeString();
export const dateAndTime = (at: string | undefined): string => (at ? new Date(at).toLocaleString() : "–");
