import { fc, test } from "@fast-check/vitest";
import { expect, it } from "vitest";
import { distanceMeters, EARTH_RADIUS, type Position, radians } from "../../../../shared/geo/distance.ts";
import { cellSize, geohash } from "../../../../shared/geo/geohash.ts";
import { ringCells, searchCells } from "../../../../shared/geo/rings.ts";

const anywhere: fc.Arbitrary<Position> = fc.record({
  lat: fc.double({ min: -90, max: 90, noNaN: true }),
  lng: fc.double({ min: -180, max: 180, noNaN: true }),
});

/** Where one arrives from a position, walking so many metres in a direction. */
const walk = ({ lat, lng }: Position, meters: number, bearing: number): Position => {
  const [from, angle] = [radians(lat), meters / EARTH_RADIUS];
  const to = Math.asin(
    Math.max(-1, Math.min(1, Math.sin(from) * Math.cos(angle) + Math.cos(from) * Math.sin(angle) * Math.cos(bearing))),
  );
  const turn = Math.atan2(
    Math.sin(bearing) * Math.sin(angle) * Math.cos(from),
    Math.cos(angle) - Math.sin(from) * Math.sin(to),
  );
  const east = lng + (turn * 180) / Math.PI;
  return { lat: (to * 180) / Math.PI, lng: ((((east + 180) % 360) + 360) % 360) - 180 };
};

it("looks in nine cells, the position's own first", () => {
  const position = { lat: 45.5017, lng: -73.5673 };
  const { cells, completeWithinMeters } = searchCells(position, 5);
  expect(cells).toHaveLength(9);
  expect(cells[0]).toBe(geohash(position, 5));
  const { width } = cellSize(5, position.lat);
  expect(completeWithinMeters).toBeGreaterThanOrEqual(width * 0.999);
  expect(completeWithinMeters).toBeLessThan(width * 2);
});

it("goes on ring after ring", () => {
  const position = { lat: 45.5017, lng: -73.5673 };
  expect([0, 1, 2, 3].map((ring) => ringCells(position, 5, ring).length)).toEqual([1, 8, 16, 24]);
  expect(searchCells(position, 5, 3).cells).toHaveLength(49);
  expect(searchCells(position, 5, 3).completeWithinMeters).toBeGreaterThan(
    searchCells(position, 5, 2).completeWithinMeters,
  );
});

it("has no edge where the cells cover the Earth", () => {
  expect(searchCells({ lat: 0, lng: 0 }, 1, 8)).toMatchObject({ completeWithinMeters: Number.POSITIVE_INFINITY });
  expect(searchCells({ lat: 0, lng: 0 }, 1, 8).cells).toHaveLength(32);
});

test.prop(
  [
    anywhere,
    fc.integer({ min: 1, max: 8 }),
    fc.integer({ min: 0, max: 3 }),
    fc.double({ min: 0, max: 0.999999, noNaN: true }),
    fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }),
  ],
  { numRuns: 5_000 },
)("no place nearer than the radius lies outside the cells", (position, precision, rings, part, bearing) => {
  const { cells, completeWithinMeters } = searchCells(position, precision, rings);
  const place = walk(position, Math.min(completeWithinMeters, Math.PI * EARTH_RADIUS) * part, bearing);
  if (distanceMeters(position, place) < completeWithinMeters * 0.999999)
    expect(cells).toContain(geohash(place, precision));
});
