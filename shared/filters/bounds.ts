// What one page of a list may read at most, whatever is asked for and however many clients there are. A page that has
// read so much ends, full or not, and its cursor goes on from there.

/** Entries of one list: about a megabyte, which is one call or two. */
export const MOST_ENTRIES = 3000;

/** Of them, those that are read first where a text is looked for: more than a page needs if it finds one client in twenty. */
export const FIRST_ENTRIES = 500;

/** Of each list, where two are walked in step. */
export const READ_AHEAD = 100;

/** Clients read by their ids. */
export const MOST_CLIENTS = 300;

/** Clients read in an order of the table itself, on the way to those who meet the filters. */
export const MOST_PASSED = 500;

/** Clients read to be sorted by what the entries of lists do not hold: ten calls of 100. */
export const MOST_SORTED = 1000;

/** Search tokens. */
export const MOST_TOKENS = 500;

/** Pages of lists that are walked in step, all lists together. */
export const MOST_LEAPS = 40;

/** A text that finds no more than these is answered from the search, whatever the order. */
export const FEW = 100;

/** Cells of the map, clients in them, and in one: a cell that holds more is divided. */
export const MOST_CELLS = 60;
export const MOST_IN_CELLS = 1500;
export const CELL_CLIENTS = 100;
