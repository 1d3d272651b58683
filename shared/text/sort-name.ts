import { cut } from "./cut.ts";
import { fold } from "./fold.ts";

const MAX_LENGTH = 100;
/** After every letter and digit of ASCII: names without any letter come last. */
const NAMELESS = "~";

/**
 * The key by which a name stands in alphabetical lists: folded, at most 100 characters, never empty, and without `#`,
 * which separates it from the id that follows in the key.
 */
export const sortName = (name: string): string => cut(fold(name), MAX_LENGTH).trimEnd() || NAMELESS;
