import { distanceMeters, EARTH_RADIUS, type Position, radians } from "./distance.ts";
import { boxOf } from "./geohash.ts";

/** How near and how far what lies in a cell can be, in metres. */
export interface Reach {
  /** Nothing in the cell is nearer. */
  least: number;
  /** Nothing in the cell is farther. */
  most: number;
}

/**
 * Bounds of the distance from a position to whatever lies in the cell of a geohash; no characters are the whole Earth. The
 * lower one is the greater of the arc of meridian to the cell's latitudes and the distance to the great circle of its nearer
 * edge, the upper one goes by the middle of the cell: neither is ever wrong, and both are close for small cells.
 */
export const reachOf = (position: Position, hash: string): Reach => {
  if (hash === "") return { least: 0, most: Math.PI * EARTH_RADIUS };
  const { south, north, west, east } = boxOf(hash);
  const across = (east - west) / 2;
  const middle = { lat: (south + north) / 2, lng: west + across };
  const aside = Math.abs(((position.lng - middle.lng + 540) % 360) - 180);
  const upright = Math.max(south - position.lat, position.lat - north, 0);
  const toEdge = aside <= across ? 0 : toMeridian(position.lat, aside - across);
  const nearestToEquator = south <= 0 && north >= 0 ? 0 : Math.min(Math.abs(south), Math.abs(north));
  const halfWay = radians((north - south) / 2) + radians(across) * Math.cos(radians(nearestToEquator));
  return {
    least: EARTH_RADIUS * Math.max(radians(upright), toEdge),
    most: distanceMeters(position, middle) + EARTH_RADIUS * halfWay,
  };
};

/**
 * How far it is at least from a position to what lies outside the cell that it is in. North and south it is an arc of
 * meridian, and there is no edge beyond a pole; east and west it is the distance to the great circle of the meridian.
 */
export const toEdgeOf = ({ lat, lng }: Position, hash: string): number => {
  const { south, north, west, east } = boxOf(hash);
  const edges = [
    south > -90 ? radians(lat - south) : Infinity,
    north < 90 ? radians(north - lat) : Infinity,
    ...[lng - west, east - lng].map((degrees) => toMeridian(lat, degrees)),
  ];
  return EARTH_RADIUS * Math.max(0, Math.min(...edges));
};

/** Right to the last digits as well a quarter of the Earth away, where the sine alone hardly changes. */
const toMeridian = (lat: number, degrees: number): number => {
  const [aside, around] = [radians(Math.min(degrees, 90)), radians(lat)];
  return Math.atan2(
    Math.cos(around) * Math.sin(aside),
    Math.hypot(Math.sin(around), Math.cos(around) * Math.cos(aside)),
  );
};
