import { keys, partitions } from "../../shared/db/keys.ts";
import type { AccountTable, Page, Position } from "../../shared/db/table.ts";
import {
  type Client,
  type ClientListing,
  type ClientType,
  clients,
  clientTypes,
} from "../../shared/entities/client.ts";
import { facetsOf, listFacet } from "../../shared/entities/facet.ts";
import { exports } from "../../shared/entities/import.ts";
import type { Job } from "../../shared/entities/job.ts";
import { tagKey } from "../../shared/entities/tag.ts";
import { customText } from "./parse/custom-value.ts";
import type { ImportedClient } from "./parse/imported-client.ts";

const PAGE = 100;

export interface WrittenExport {
  key: string;
  file: Uint8Array;
  clients: number;
}

/** The file of an export job; undefined when the export is gone. */
export const writeExport = async (db: AccountTable, job: Job): Promise<WrittenExport | undefined> => {
  const item = await db.get(exports, keys.of(db.accountId, String(job.input.exportId)));
  if (!item) return undefined;
  const { items: types } = await db.list(clientTypes, partitions.list(db.accountId, "CLIENT_TYPES"), { limit: 200 });
  const customFields = types.flatMap(({ sections }) => sections.flatMap(({ fields }) => fields));
  const language = job.input.language === "en" ? "en" : "fr";
  // It writes phone numbers as their countries do, with a library that is loaded when there is a file to be written.
  const { exportCsv } = await import("./export-csv.ts");
  let count = 0;
  const pieces: Buffer[] = [];
  async function* rows() {
    for await (const client of selected(db, filterOf(job))) {
      count += 1;
      yield asRow(client, types);
    }
  }
  for await (const text of exportCsv(rows(), { language, customFields })) pieces.push(Buffer.from(text));
  return { key: item.objectKey, file: Buffer.concat(pieces), clients: count };
};

interface Filter {
  tag?: string;
  type?: string;
  status?: string;
}

const filterOf = (job: Job): Filter => {
  const filter = job.input.filter;
  return typeof filter === "object" && filter !== null ? filter : {};
};

/** Clients in alphabetical order, disabled ones too: an export is for keeping. */
async function* selected(db: AccountTable, { tag, type, status }: Filter): AsyncGenerator<Client> {
  const listings: ClientListing[] = status === "archived" ? ["archived"] : ["active", "disabled"];
  for (const listing of listings) {
    let after: Position | undefined;
    do {
      const page = await pageOf(db, listing, tag, type, after);
      yield* page.items.filter((client) => type === undefined || client.typeId === type);
      after = page.next;
    } while (after);
  }
}

const pageOf = async (
  db: AccountTable,
  listing: ClientListing,
  tag: string | undefined,
  type: string | undefined,
  after: Position | undefined,
): Promise<Page<Client>> => {
  const facets = facetsOf(listing);
  const facet = tag !== undefined ? facets.tag(tagKey(tag)) : type !== undefined ? facets.type(type) : undefined;
  if (!facet) return db.list(clients, partitions.list(db.accountId, `CLIENTS#${listing}`), { limit: PAGE, after });
  const { items, next } = await listFacet(db, facet, { limit: PAGE, after });
  const found = await db.getMany(
    clients,
    items.map(({ id }) => keys.of(db.accountId, id)),
  );
  return { items: found, ...(next ? { next } : {}) };
};

const asRow = (client: Client, types: readonly ClientType[]): ImportedClient => {
  const { typeId, taxId, priceListId, raw: _, fields, addresses, ...rest } = client;
  const type = types.find(({ id }) => id === typeId)?.name;
  return {
    ...rest,
    addresses: addresses.map(({ id: _id, ...address }) => address),
    fields: Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, customText(value)])),
    ...(type ? { type } : {}),
    ...(taxId ? { tax: taxId } : {}),
    ...(priceListId ? { priceList: priceListId } : {}),
  };
};
