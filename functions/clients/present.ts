import { type Address, type Client, type LatLng, positionOf } from "../../shared/entities/client.ts";
import { AppError } from "../../shared/errors.ts";
import { distanceMeters } from "../../shared/geo/distance.ts";

/** A client as callers see it; `near` adds the distance. */
export const presentClient = (client: Client, near?: LatLng) => {
  const position = near && positionOf(client);
  return {
    ...client,
    addresses: client.addresses.map((address) => presentAddress(address, near)),
    distanceMeters: near && position ? Math.round(distanceMeters(near, position)) : undefined,
  };
};

/** An address with links that any map application opens (Google Maps URLs, documented and without a key). */
export const presentAddress = (address: Address, near?: LatLng) => {
  const { location } = address;
  const place = location ? `${location.lat}%2C${location.lng}` : encodeURIComponent(written(address));
  return {
    ...address,
    mapUrl: place ? `https://www.google.com/maps/search/?api=1&query=${place}` : undefined,
    directionsUrl: place ? `https://www.google.com/maps/dir/?api=1&destination=${place}` : undefined,
    distanceMeters: near && location ? Math.round(distanceMeters(near, location)) : undefined,
  };
};

const written = ({ line1, city, region, postalCode, country }: Address): string =>
  [line1, city, region, postalCode, country].filter(Boolean).join(", ");

/** `lat,lng` in degrees. @throws AppError `validation-failed` */
export const readNear = (near: string | undefined): LatLng | undefined => {
  if (near === undefined) return undefined;
  const [lat, lng, ...rest] = near.split(",").map(Number);
  if (lat === undefined || lng === undefined || rest.length > 0 || !(Math.abs(lat) <= 90) || !(Math.abs(lng) <= 180))
    throw new AppError("validation-failed", "`near` is a latitude and a longitude, such as 45.5,-73.6.", {
      errors: [{ pointer: "near", message: "Expected lat,lng" }],
    });
  return { lat, lng };
};
