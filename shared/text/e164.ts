/**
 * Numbers in E.164 of North America, France, Belgium and Switzerland whose digits are those of their country's plan. The
 * library of all plans says the same of each, in a hundred times as long: a test compares them.
 */
const WELL_FORMED = /^\+(?:1[2-9]\d{9}|33[1-9]\d{8}|32(?:4\d{8}|[1-9]\d{7})|41[2-9]\d{8})$/;

/** False says nothing: ask the library. */
export const isWellFormedE164 = (text: string): boolean => WELL_FORMED.test(text);
