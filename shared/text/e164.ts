import { numberPlans } from "./number-plans.ts";

/**
 * Numbers in E.164 whose digits are those of their country's plan. The library of all plans says the same of each, in a
 * hundred times as long: a test compares them.
 */
const WELL_FORMED = new RegExp(`^\\+(?:${numberPlans.map(({ code, whole }) => code + whole).join("|")})$`);

/** False says nothing: ask the library. */
export const isWellFormedE164 = (text: string): boolean => WELL_FORMED.test(text);
