import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { reachOf, toEdgeOf } from "../../../../shared/geo/cell-reach.ts";
import { distanceMeters } from "../../../../shared/geo/distance.ts";
import { boxOf, cellsAfter, geohash } from "../../../../shared/geo/geohash.ts";

/** As devices tell them: seven digits behind the point are centimetres. */
const degrees = (most: number) => fc.integer({ min: -most * 1e7, max: most * 1e7 }).map((value) => value / 1e7);
const position = fc.record({ lat: degrees(90), lng: degrees(180) });
const precision = fc.integer({ min: 1, max: 9 });
/** Of a double on the scale of the Earth. */
const ROUNDING = 0.001;

describe("a cell of the map", () => {
  test.prop([position, precision])("lies around what it is the cell of", ({ lat, lng }, characters) => {
    const { south, north, west, east } = boxOf(geohash({ lat, lng }, characters));
    expect(lat).toBeGreaterThanOrEqual(south);
    expect(lat).toBeLessThanOrEqual(north);
    if (lng < 180) expect(lng).toBeGreaterThanOrEqual(west);
    if (lng < 180) expect(lng).toBeLessThan(east);
  });

  test.prop([position, position, precision])("is as near and as far as what lies in it", (from, inside, characters) => {
    const { least, most } = reachOf(from, geohash(inside, characters));
    const distance = distanceMeters(from, inside);
    expect(distance).toBeGreaterThanOrEqual(least - ROUNDING);
    expect(distance).toBeLessThanOrEqual(most + ROUNDING);
  });

  it("is as near as what lies on its edge, a quarter of the Earth away", () => {
    const from = { lat: -1e-7, lng: 0 };
    const inside = { lat: -48.6459848, lng: -90.0000001 };
    expect(distanceMeters(from, inside)).toBeGreaterThanOrEqual(reachOf(from, geohash(inside, 1)).least - ROUNDING);
  });

  test.prop([position, position, precision])("has an edge before everything outside", (from, outside, characters) => {
    const own = geohash(from, characters);
    fc.pre(geohash(outside, characters) !== own);
    expect(distanceMeters(from, outside)).toBeGreaterThanOrEqual(toEdgeOf(from, own) - ROUNDING);
  });

  test.prop([position, position, fc.integer({ min: 1, max: 4 })])(
    "is followed by the rest of the larger one, in the order of the index",
    (one, other, within) => {
      const [hash, rest] = [geohash(one), geohash(other)];
      const after = cellsAfter(hash, within);
      expect(after).toEqual(after.toSorted());
      const holding = after.filter((cell) => rest.startsWith(cell));
      const isAfter = rest > hash && rest.startsWith(hash.slice(0, within));
      expect(holding).toHaveLength(isAfter ? 1 : 0);
    },
  );
});
