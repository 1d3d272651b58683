import { type Client, listingOf } from "./client.ts";

/** Whether two versions of a client are found by the same texts, whatever else was changed between them. */
export const areFoundAlike = (a: Client, b: Client): boolean =>
  listingOf(a) !== "archived" &&
  listingOf(b) !== "archived" &&
  a.name === b.name &&
  a.firstName === b.firstName &&
  a.lastName === b.lastName &&
  a.company === b.company &&
  a.email === b.email &&
  a.mobile === b.mobile &&
  areSame(a.otherEmails, b.otherEmails) &&
  areSame(a.indexed?.search, b.indexed?.search) &&
  areSame(a.phones, b.phones, ({ number }) => number) &&
  areSame(a.addresses, b.addresses, ({ city }) => city);

const areSame = <T>(a: readonly T[] = [], b: readonly T[] = [], textOf: (one: T) => unknown = (one) => one): boolean =>
  a.length === b.length &&
  a.every((one, at) => {
    const other = b[at];
    return other !== undefined && textOf(one) === textOf(other);
  });
