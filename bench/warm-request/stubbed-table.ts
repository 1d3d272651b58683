import { type Entity, fromStored, isOf, type Stored } from "../../shared/db/entity.ts";
import type { Key } from "../../shared/db/keys.ts";
import type { AccountTable, Table } from "../../shared/db/table.ts";
import type { AccountId } from "../../shared/ids.ts";

/** A table that has everything at hand and forgets what is written: what is left is the work of our own code. */
export const stubbedTable = (items: readonly Stored[]): Table => {
  const byKey = new Map(items.map((item) => [`${item.pk} ${item.sk}`, item]));
  const lists = Map.groupBy(items, (item) => String(item.gsi2pk));
  const find = <T extends object>(kind: Entity<T>, { pk, sk }: Key): T | undefined => {
    const item = byKey.get(`${pk} ${sk}`);
    return item && isOf(kind, item) ? fromStored(kind, item) : undefined;
  };
  const of = (accountId: AccountId): AccountTable => ({
    accountId,
    get: async (kind, key) => find(kind, key),
    getMany: async (kind, keys) => keys.flatMap((key) => find(kind, key) ?? []),
    list: async (kind, { pk }, { limit }) => ({
      items: (lists.get(pk) ?? []).slice(0, limit).map((item) => fromStored(kind, item)),
    }),
    getStored: async (keys) => keys.flatMap(({ pk, sk }) => byKey.get(`${pk} ${sk}`) ?? []),
    listStored: async () => ({ items: [] }),
    commit: async () => undefined,
    bump: async ({ key }) => ({ ...key, entity: "rate", used: 1 }),
    writeBatch: async () => undefined,
  });
  const { accountId: _, ...global } = of("acc_none" as AccountId);
  return { of, global };
};
