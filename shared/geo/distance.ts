/** A place on Earth in decimal degrees (WGS 84): `lat` from -90 to 90, `lng` from -180 to 180. */
export interface Position {
  lat: number;
  lng: number;
}

/** Mean radius of the Earth in metres (IUGG): with it the haversine formula is right to half a percent. */
export const EARTH_RADIUS = 6_371_008.8;

export const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** The distance in metres between two places as the crow flies (haversine formula). */
export const distanceMeters = (from: Position, to: Position): number => {
  const northward = Math.sin(radians(to.lat - from.lat) / 2) ** 2;
  const eastward = Math.sin(radians(to.lng - from.lng) / 2) ** 2;
  const haversine = northward + Math.cos(radians(from.lat)) * Math.cos(radians(to.lat)) * eastward;
  return 2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(haversine)));
};
