import { scopes } from "../../functions/kinds.ts";
import type { Account, ApiKeyHash } from "../../shared/entities/account.ts";
import { derivedId, hashOf } from "../../shared/ids.ts";

const provenance = {
  version: 1,
  createdAt: "2026-01-05T10:00:00.000Z",
  createdBy: "mem_bench",
  updatedAt: "2026-01-05T10:00:00.000Z",
  updatedBy: "mem_bench",
  source: "app",
};

/** An account for measurements: always the same for the same name. */
export const sampleAccount = (name: string): Account => ({
  id: derivedId("account", "bench", name),
  name: `Garage ${name}`,
  country: "CA",
  currency: "CAD",
  timeZone: "America/Toronto",
  language: "fr",
  settings: {},
  ...provenance,
});

/** A key that may do everything in an account; `secret` is what a caller sends. */
export const sampleKey = ({ id }: Account): { secret: string; stored: ApiKeyHash } => {
  const secret = `ck_bench_${id}`;
  const stored: ApiKeyHash = {
    hash: hashOf(secret),
    accountId: id,
    keyId: derivedId("apiKey", "bench", id),
    scopes: [...scopes],
    lastUsedHour: "9999-12-31T23",
  };
  return { secret, stored };
};
