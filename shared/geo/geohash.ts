import { EARTH_RADIUS, type Position, radians } from "./distance.ts";

const ALPHABET = "0123456789bcdefghjkmnpqrstuvwxyz";
/** Finest precision offered: cells of about 5 m. Up to it, rows and columns fit in 32-bit integers. */
const FINEST = 9;

/** A cell of the grid: `column` counts eastward from 180° W, `row` northward from the South Pole. */
interface Cell {
  column: number;
  row: number;
}

interface Grid {
  columns: number;
  rows: number;
}

/** A geohash takes five bits a character, longitude first: 32 cells at precision 1, 32 times as many at each further one. */
const gridOf = (precision: number): Grid => {
  if (!Number.isInteger(precision) || precision < 1 || precision > FINEST) {
    throw new RangeError(`A geohash has 1 to ${FINEST} characters, not ${precision}.`);
  }
  const bits = precision * 5;
  return { columns: 2 ** Math.ceil(bits / 2), rows: 2 ** Math.floor(bits / 2) };
};

/** The cell that a position lies in; a border belongs to the cell north or east of it, the North Pole to the last row. */
const cellOf = ({ lat, lng }: Position, precision: number): Cell => {
  const { columns, rows } = gridOf(precision);
  return {
    column: around(Math.floor(((lng + 180) / 360) * columns), columns),
    row: Math.min(rows - 1, Math.max(0, Math.floor(((lat + 90) / 180) * rows))),
  };
};

/** The geohash of a cell: bits of column and row in turns, in groups of five (G. Niemeyer's base 32). */
const hashOf = ({ column, row }: Cell, precision: number): string => {
  const bits = precision * 5;
  let columnBits = Math.ceil(bits / 2);
  let rowBits = bits - columnBits;
  let hash = "";
  let digit = 0;
  for (let bit = 0; bit < bits; bit++) {
    digit = digit * 2 + (bit % 2 === 0 ? (column >> --columnBits) & 1 : (row >> --rowBits) & 1);
    if (bit % 5 < 4) continue;
    hash += ALPHABET[digit];
    digit = 0;
  }
  return hash;
};

/** The geohash of a position: nearby places share the beginning of theirs, unless a border lies between them. */
export const geohash = (position: Position, precision: number = FINEST): string =>
  hashOf(cellOf(position, precision), precision);

/** The edges of a cell in degrees. */
export interface Box {
  south: number;
  north: number;
  west: number;
  east: number;
}

/** The cell that a geohash names. */
export const boxOf = (hash: string): Box => {
  let [column, row] = [0, 0];
  for (const [at, character] of [...hash].entries()) {
    const digit = ALPHABET.indexOf(character);
    for (let bit = 4; bit >= 0; bit--) {
      const value = (digit >> bit) & 1;
      if ((at * 5 + 4 - bit) % 2 === 0) column = column * 2 + value;
      else row = row * 2 + value;
    }
  }
  const { columns, rows } = gridOf(hash.length);
  const [width, height] = [360 / columns, 180 / rows];
  const [west, south] = [column * width - 180, row * height - 90];
  return { west, east: west + width, south, north: south + height };
};

/** What comes after a cell within the larger one of so many characters, as cells, in the order of their names. */
export const cellsAfter = (hash: string, within: number): string[] =>
  Array.from({ length: hash.length - within }, (_, up) => hash.slice(0, hash.length - up)).flatMap((part) => {
    const siblings = ALPHABET.slice(ALPHABET.indexOf(part.at(-1) ?? "") + 1);
    return [...siblings].map((character) => part.slice(0, -1) + character);
  });

/** The cells at `steps` rows or columns around a cell: 8 at one step. None lies beyond a pole; columns go round the Earth. */
const cellsAround = (cell: Cell, steps: number, precision: number): Cell[] => {
  const { columns, rows } = gridOf(precision);
  const found: Cell[] = [];
  for (let up = -steps; up <= steps; up++) {
    const row = cell.row + up;
    if (row < 0 || row >= rows) continue;
    const stride = Math.abs(up) === steps ? 1 : 2 * steps;
    for (let right = -steps; right <= steps; right += stride || 1) {
      found.push({ column: around(cell.column + right, columns), row });
    }
  }
  return found;
};

/** The geohashes of the up to eight cells that touch the cell of a position. */
export const neighbours = (position: Position, precision: number): string[] => [
  ...new Set(cellsAround(cellOf(position, precision), 1, precision).map((cell) => hashOf(cell, precision))),
];

/** Height and width in metres of the cells of a precision at a latitude. They get narrower towards the poles. */
export const cellSize = (precision: number, lat: number): { height: number; width: number } => {
  const { columns, rows } = gridOf(precision);
  return {
    height: EARTH_RADIUS * radians(180 / rows),
    width: EARTH_RADIUS * radians(360 / columns) * Math.cos(radians(lat)),
  };
};

const around = (index: number, length: number): number => ((index % length) + length) % length;
