import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { distanceMeters, type Position } from "../../../../shared/geo/distance.ts";
import { cellSize, geohash, neighbours } from "../../../../shared/geo/geohash.ts";

/** To the centimetre: nearer to a border than floating point can tell, either side is right. */
const degree = (limit: number) =>
  fc.integer({ min: -limit * 10_000_000, max: limit * 10_000_000 }).map((n) => n / 10_000_000);
const anywhere: fc.Arbitrary<Position> = fc.record({ lat: degree(90), lng: degree(180) });

describe("a distance", () => {
  it("agrees with known ones within half a percent", () => {
    const montreal = { lat: 45.5017, lng: -73.5673 };
    const quebec = { lat: 46.8139, lng: -71.208 };
    const brussels = { lat: 50.8503, lng: 4.3517 };
    expect(distanceMeters(montreal, quebec) / 233_000).toBeCloseTo(1, 2);
    expect(distanceMeters(montreal, brussels) / 5_562_000).toBeCloseTo(1, 2);
    expect(distanceMeters({ lat: 0, lng: 179.999 }, { lat: 0, lng: -179.999 })).toBeCloseTo(222.4, 0);
    expect(distanceMeters({ lat: 90, lng: 0 }, { lat: -90, lng: 0 })).toBeCloseTo(Math.PI * 6_371_008.8, 0);
  });

  test.prop([anywhere, anywhere])("is the same both ways, and none to oneself", (a, b) => {
    expect(distanceMeters(a, b)).toBeCloseTo(distanceMeters(b, a), 3);
    expect(distanceMeters(a, a)).toBe(0);
  });
});

describe("a geohash", () => {
  it.each([
    [57.64911, 10.40744, "u4pruydqq"],
    [42.605, -5.603, "ezs42"],
    [0, 0, "s00000000"],
    [-90, -180, "000000000"],
    [90, 180, "bpbpbpbpb"],
  ])("of %d, %d is %s", (lat, lng, hash) => {
    expect(geohash({ lat, lng }).slice(0, hash.length)).toBe(hash);
  });

  test.prop([anywhere, fc.integer({ min: 1, max: 9 })])(
    "agrees with halving the ranges bit by bit",
    (position, precision) => {
      expect(geohash(position, precision)).toBe(byHalving(position, precision));
    },
  );

  test.prop([anywhere, fc.integer({ min: 1, max: 8 })])(
    "begins with that of a coarser precision",
    (position, precision) => {
      expect(geohash(position, precision + 1).slice(0, precision)).toBe(geohash(position, precision));
    },
  );

  it("has the neighbours drawn on every map of it", () => {
    const { lat, lng } = { lat: 42.605, lng: -5.603 };
    expect(neighbours({ lat, lng }, 5).toSorted()).toEqual(
      ["ezefp", "ezs40", "ezs41", "ezefx", "ezs43", "ezefr", "ezs48", "ezs49"].toSorted(),
    );
  });

  it("has neighbours across the date line, and fewer next to a pole", () => {
    expect(neighbours({ lat: 0.1, lng: 179.999 }, 4)).toContain(geohash({ lat: 0.1, lng: -179.999 }, 4));
    expect(neighbours({ lat: 89.99, lng: 0 }, 4)).toHaveLength(5);
  });

  it("has cells of the published sizes", () => {
    expect(cellSize(5, 0).width / 4_900).toBeCloseTo(1, 2);
    expect(cellSize(6, 0).height / 611).toBeCloseTo(1, 2);
    expect(cellSize(5, 60).width / cellSize(5, 0).width).toBeCloseTo(0.5, 5);
  });

  it.each([0, 10, 2.5, Number.NaN])("refuses the precision %d", (precision) => {
    expect(() => geohash({ lat: 0, lng: 0 }, precision)).toThrow(RangeError);
  });
});

const byHalving = ({ lat, lng }: Position, precision: number): string => {
  const ranges = { lat: [-90, 90] as [number, number], lng: [-180, 180] as [number, number] };
  let bits = "";
  while (bits.length < precision * 5) {
    const axis = bits.length % 2 === 0 ? "lng" : "lat";
    const value = axis === "lng" ? (lng === 180 ? -180 : lng) : lat;
    const [low, high] = ranges[axis];
    const middle = (low + high) / 2;
    bits += value >= middle ? "1" : "0";
    ranges[axis] = value >= middle ? [middle, high] : [low, middle];
  }
  return (bits.match(/.{5}/g) ?? [])
    .map((five) => "0123456789bcdefghjkmnpqrstuvwxyz"[Number.parseInt(five, 2)])
    .join("");
};
