// biome-ignore lint/suspicious/noControlCharactersInRegex: a cell cannot hold them
const NOT_IN_CELLS = /[\u0000-\u001f\u007f\ufffe\uffff]|\p{Surrogate}/gu;

/** Whether a cell says what is there already: a file does not carry spaces around a text, nor ends of lines in names. */
export const sameText = (a: string | undefined, b: string | undefined): boolean => inCell(a) === inCell(b);

const inCell = (text = ""): string => text.replace(NOT_IN_CELLS, " ").replace(/\s+/g, " ").trim();

/** What is said, unless it is what there is. */
export const news = (known: string | undefined, said: string | undefined): string | undefined =>
  said === undefined || sameText(known, said) ? known : said;
