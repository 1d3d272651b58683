import { findClient } from "../../shared/app/find-client.ts";
import { created, noContent, ok, useCase } from "../../shared/app/use-case.ts";
import type { Address, Client } from "../../shared/entities/client.ts";
import { type AddressInput, addressOf } from "../../shared/entities/client-draft.ts";
import { AppError, notFound } from "../../shared/errors.ts";
import { mergePatch } from "../../shared/http/merge-patch.ts";
import { sameContent } from "../../shared/same-content.ts";
import { routes } from "./manifest.ts";
import { presentAddress, readNear } from "./present.ts";
import { revise } from "./revise.ts";

const MOST = 50;

/** Addresses stand on the client itself: what changes one changes the client's version. */
export const listLocations = useCase(routes.listLocations, async ({ params, query, actor, db }) => {
  const near = readNear(query.near);
  const client = await findClient(db, params.id, actor);
  return ok({ data: client.addresses.map((address) => presentAddress(address, near)) });
});

export const addLocation = useCase(routes.addLocation, async ({ params, body, actor, db, now, match }, { ids }) => {
  const client = await findClient(db, params.id, actor);
  match(client);
  if (client.addresses.length >= MOST) throw new AppError("conflict", `A client has at most ${MOST} addresses.`);
  const address = addressOf(body, ids);
  if (client.addresses.some(({ id }) => id === address.id)) throw new AppError("already-exists");
  const { write } = await revise(client, { addresses: [...client.addresses, address] }, actor, now);
  return created(presentAddress(address), [write]);
});

export const updateLocation = useCase(
  routes.updateLocation,
  async ({ params, body, actor, db, now, match }, { ids }) => {
    const client = await findClient(db, params.id, actor);
    match(client);
    const { location, ...rest } = findAddress(client, params.locationId);
    // A position is replaced whole: half of an old and half of a new one is a place where nobody lives.
    const { location: moved, ...changes } = body;
    const position = moved === undefined ? location : (moved ?? undefined);
    const input = { ...mergePatch<AddressInput>(rest, changes), ...(position ? { location: position } : {}) };
    const next = addressOf(input, ids);
    if (sameContent(next, { ...rest, ...(location && { location }) })) return ok(presentAddress(next));
    const addresses = client.addresses.map((address) => (address.id === next.id ? next : address));
    return ok(presentAddress(next), [(await revise(client, { addresses }, actor, now)).write]);
  },
);

export const removeLocation = useCase(routes.removeLocation, async ({ params, actor, db, now, match }) => {
  const client = await findClient(db, params.id, actor);
  match(client);
  const gone = findAddress(client, params.locationId);
  const addresses = client.addresses.filter(({ id }) => id !== gone.id);
  return noContent([(await revise(client, { addresses }, actor, now)).write]);
});

const findAddress = (client: Client, id: string): Address => {
  const address = client.addresses.find((candidate) => candidate.id === id);
  if (!address) throw notFound("location");
  return address;
};
