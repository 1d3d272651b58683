import { kinds } from "../kinds.ts";

const declared = [...kinds.values()].flatMap(({ resource, search }) => (search ? [resource] : []));

/** What the global search can be asked for, separated by commas: some of it is still to come. */
export const kindNames: readonly string[] = [
  ...new Set(["client", ...declared, "appointment", "event", "payment", "work_order"]),
];

export const kindsPattern = `^(${kindNames.join("|")})(,(${kindNames.join("|")}))*$`;
