import { EARTH_RADIUS, type Position, radians } from "./distance.ts";
import { cellOf, cellsAround, gridOf, hashOf } from "./geohash.ts";

export interface SearchCells {
  /** Geohashes, the position's own first, then ring after ring. With one ring: nine (six next to a pole). */
  cells: string[];
  /** Every place nearer than this lies in one of the cells; a place farther away may lie outside them. */
  completeWithinMeters: number;
}

/**
 * Where to look for what is near a position: its cell and `rings` rings of cells around it. A nearest-first walk reads
 * them, sorts by distance, and may answer with what is nearer than `completeWithinMeters`; for more it goes on with the
 * next ring (`ringCells`).
 */
export const searchCells = (position: Position, precision: number, rings = 1): SearchCells => {
  const all = Array.from({ length: rings + 1 }, (_, ring) => ringCells(position, precision, ring));
  return { cells: [...new Set(all.flat())], completeWithinMeters: reach(position, precision, rings) };
};

/** The cells of one ring alone: 1 at ring 0, 8 at ring 1, 16 at ring 2 … fewer next to a pole. */
export const ringCells = (position: Position, precision: number, ring: number): string[] => [
  ...new Set(cellsAround(cellOf(position, precision), ring, precision).map((cell) => hashOf(cell, precision))),
];

/**
 * The distance in metres from a position to the edge of the block that its cell and `rings` rings around it form;
 * infinite when they cover the Earth. North and south it is an arc of meridian, and there is no edge beyond a pole.
 * East and west it is the distance to the great circle of the bordering meridian (cross-track distance), which is never
 * more than to the border itself.
 */
export const reach = (position: Position, precision: number, rings: number): number => {
  const { columns, rows } = gridOf(precision);
  const { column, row } = cellOf(position, precision);
  const lng = position.lng - Math.floor((position.lng + 180) / 360) * 360;
  const south = ((row - rings) / rows) * 180 - 90;
  const north = ((row + rings + 1) / rows) * 180 - 90;
  const west = ((column - rings) / columns) * 360 - 180;
  const east = ((column + rings + 1) / columns) * 360 - 180;
  const edges = [
    south > -90 ? radians(position.lat - south) : Infinity,
    north < 90 ? radians(north - position.lat) : Infinity,
    ...(east - west >= 360 ? [] : [lng - west, east - lng].map((turn) => toMeridian(position.lat, turn))),
  ];
  return EARTH_RADIUS * Math.min(...edges);
};

const toMeridian = (lat: number, degrees: number): number =>
  Math.asin(Math.cos(radians(lat)) * Math.sin(radians(Math.min(degrees, 90))));
