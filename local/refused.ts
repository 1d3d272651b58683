/** A start that cannot be: its message is all that people need. */
export class StartRefused extends Error {}
