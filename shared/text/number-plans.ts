/**
 * Numbering plans of North America, France, Belgium and Switzerland. `trunk` is dialled before a number inside the country;
 * `first` and `length` are the first digit and the most digits of a national number, `whole` is one that the plan allows.
 */
export const numberPlans = [
  { code: "1", trunk: "", first: /^[2-9]/, length: 10, whole: String.raw`[2-9]\d{9}` },
  { code: "33", trunk: "0", first: /^[1-9]/, length: 9, whole: String.raw`[1-9]\d{8}` },
  { code: "32", trunk: "0", first: /^[1-9]/, length: 9, whole: String.raw`(?:4\d{8}|[1-9]\d{7})` },
  { code: "41", trunk: "0", first: /^[1-9]/, length: 9, whole: String.raw`[2-9]\d{8}` },
] as const;
