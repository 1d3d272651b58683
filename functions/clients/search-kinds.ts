/** What the global search can be asked for, separated by commas. */
export const kindNames: readonly string[] = ["client", "appointment", "event", "payment", "work_order"];

export const kindsPattern = `^(${kindNames.join("|")})(,(${kindNames.join("|")}))*$`;
