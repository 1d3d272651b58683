import { JobFailure } from "../../shared/app/job-runner.ts";
import { listsMustShow } from "../../shared/app/wait-for-lists.ts";
import { keys, partitions } from "../../shared/db/keys.ts";
import type { AccountTable, Position } from "../../shared/db/table.ts";
import { type Client, type ClientType, clients, clientTypes } from "../../shared/entities/client.ts";
import { exports } from "../../shared/entities/import.ts";
import type { Job } from "../../shared/entities/job.ts";
import { type Criteria, criteriaOf } from "../../shared/filters/client-filters.ts";
import { allSelected } from "../../shared/filters/selection.ts";
import { customText } from "./parse/custom-value.ts";
import type { ImportedClient } from "./parse/imported-client.ts";

const PAGE = 100;
/** How long the lists may take to show what was written before the export was asked for. */
const WAIT_SECONDS = 20;

type Waiting = Parameters<typeof listsMustShow>[1];

export interface WrittenExport {
  key: string;
  file: Uint8Array;
  clients: number;
}

/** The file of an export job; undefined when the export is gone. */
export const writeExport = async (db: AccountTable, job: Job, waiting: Waiting): Promise<WrittenExport | undefined> => {
  const item = await db.get(exports, keys.of(db.accountId, String(job.input.exportId)));
  if (!item) return undefined;
  const { items: types } = await db.list(clientTypes, partitions.list(db.accountId, "CLIENT_TYPES"), { limit: 200 });
  const customFields = types.flatMap(({ sections }) => sections.flatMap(({ fields }) => fields));
  const language = job.input.language === "en" ? "en" : "fr";
  // It writes phone numbers as their countries do, with a library that is loaded when there is a file to be written.
  const { exportCsv } = await import("./export-csv.ts");
  const criteria = await criteriaFor(job);
  if (readsLists(criteria)) await listsMustShow(db, waiting, WAIT_SECONDS);
  let count = 0;
  const pieces: Buffer[] = [];
  async function* rows() {
    for await (const client of selected(db, criteria)) {
      count += 1;
      yield asRow(client, types);
    }
  }
  for await (const text of exportCsv(rows(), { language, customFields })) pieces.push(Buffer.from(text));
  return { key: item.objectKey, file: Buffer.concat(pieces), clients: count };
};

/** @throws JobFailure for what is no selection: it must not become everybody */
const criteriaFor = async (job: Job): Promise<Criteria> => {
  const { filterInput } = await import("../../shared/filters/filter-schema.ts");
  const read = filterInput().safeParse(job.input.filter);
  if (!read.success) throw new JobFailure("The job's filter cannot be read.");
  // Exports that were asked for before they understood this filter hold the disabled clients as well.
  return criteriaOf({ ...read.data, includeDisabled: read.data.includeDisabled ?? true });
};

/** Whether it is read from what follows the table, and not from the table itself. */
const readsLists = ({ text, lists }: Criteria): boolean => text !== undefined || lists.length > 0;

/** Clients in alphabetical order; whole listings one after the other, which costs less than lists that name them. */
async function* selected(db: AccountTable, criteria: Criteria): AsyncGenerator<Client> {
  if (readsLists(criteria)) {
    for await (const page of allSelected({ db, criteria, limit: PAGE })) yield* page;
    return;
  }
  for (const listing of criteria.listings) {
    let after: Position | undefined;
    do {
      const page = await db.list(clients, partitions.list(db.accountId, `CLIENTS#${listing}`), { limit: PAGE, after });
      yield* page.items;
      after = page.next;
    } while (after);
  }
}

const asRow = (client: Client, types: readonly ClientType[]): ImportedClient => {
  const { typeId, taxId, priceListId, raw: _, fields, addresses, ...rest } = client;
  const type = types.find(({ id }) => id === typeId)?.name;
  return {
    ...rest,
    subscriptions: { email: emailAnswers(client), sms: rest.subscriptions.sms },
    addresses: addresses.map(({ id: _id, ...address }) => address),
    fields: Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, customText(value)])),
    ...(type ? { type } : {}),
    ...(taxId ? { tax: taxId } : {}),
    ...(priceListId ? { priceList: priceListId } : {}),
  };
};

/** Who was never asked for campaigns has not said no: that cell stays empty. */
const emailAnswers = (client: Client): { general: boolean; marketing?: boolean } => {
  const { general, marketing } = client.subscriptions.email;
  return marketing || client.marketingRefusedAt ? { general, marketing } : { general };
};
