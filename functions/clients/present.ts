import { type Address, type Client, type LatLng, positionOf } from "../../shared/entities/client.ts";
import { AppError } from "../../shared/errors.ts";
import { distanceMeters } from "../../shared/geo/distance.ts";

/** A client as callers see it; `near` adds the distance. */
export const presentClient = (client: Client, near?: LatLng) => {
  const position = positionOf(client);
  return {
    ...client,
    addresses: client.addresses.map((address) => presentAddress(address, near)),
    ...(near && position ? { distanceMeters: Math.round(distanceMeters(near, position)) } : {}),
  };
};

/** An address with links that any map application opens (Google Maps URLs, documented and without a key). */
export const presentAddress = (address: Address, near?: LatLng) => {
  const place = address.location ? `${address.location.lat},${address.location.lng}` : written(address);
  return {
    ...address,
    ...(place
      ? {
          mapUrl: `https://www.google.com/maps/search/?api=1&query=${encodeURIComponent(place)}`,
          directionsUrl: `https://www.google.com/maps/dir/?api=1&destination=${encodeURIComponent(place)}`,
        }
      : {}),
    ...(near && address.location ? { distanceMeters: Math.round(distanceMeters(near, address.location)) } : {}),
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
