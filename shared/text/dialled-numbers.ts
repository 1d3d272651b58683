import { numberPlans } from "./number-plans.ts";

/**
 * The beginnings of E.164 numbers that typed digits may mean: of an international number, and of one in the countries whose
 * plan is known. Numbers of these are found by their national digits without a token for them.
 */
export const numbersMeant = (digits: string): string[] => [
  `+${digits}`,
  // As North America dials abroad, and Hasselt is dialled from Belgium.
  ...(/^011[1-9]/.test(digits) ? [`+${digits.slice(3)}`] : []),
  ...numberPlans.flatMap(({ code, trunk, first, length }) => {
    const national = trunk && digits.startsWith(trunk) ? digits.slice(trunk.length) : digits;
    return first.test(national) && national.length <= length ? [`+${code}${national}`] : [];
  }),
];

/** Whether typed digits may mean a number, or its beginning: {@link numbersMeant} is asked where they are not its own first ones. */
export const mayMean = (digits: string, number: string): boolean =>
  (number.startsWith("+") && number.startsWith(digits, 1)) ||
  numbersMeant(digits).some((begun) => number.startsWith(begun));

/** What people type of a number (E.164) that {@link numbersMeant} leads back to it: all its digits, those inside its country. */
export const dialledForms = (number: string): string[] => {
  const digits = number.slice(1);
  const own = numberPlans.find(({ code, first }) => digits.startsWith(code) && first.test(digits.slice(code.length)));
  if (!own) return [digits];
  const national = digits.slice(own.code.length);
  return [digits, ...(own.trunk ? [own.trunk + national] : []), national];
};

const LAST_DIGITS = 4;

/** The last digits of a number, by which it is found as well; undefined where they are all of it. */
export const lastDigits = (number: string): string | undefined => {
  const digits = number.replace(/\D/g, "");
  return digits.length > LAST_DIGITS ? digits.slice(-LAST_DIGITS) : undefined;
};

/** Whether these may be the last digits of a number, or their beginning. */
export const areLastDigits = (typed: string): boolean => typed.length <= LAST_DIGITS && /^\d+$/.test(typed);

/** Whether these may be how a number ends, and are more than its last four digits: those that the search looks them up by. */
export const isNumberEnd = (digits: string): boolean => /^\d{5,9}$/.test(digits);
