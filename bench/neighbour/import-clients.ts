import { pause } from "../../shared/pause.ts";
import type { Business } from "./business.ts";

export interface ImportTimes {
  /** From the start of the import, in milliseconds. */
  finished: number;
  /** Until every row is found by search, list and count; never before `finished`. */
  findable: number;
}

const ASK_EVERY_MS = 50;
const PATIENCE_MS = 15 * 60_000;
/** So many rows are searched for by their own names; lists and counts look at all. */
const SEARCHED = 20;

/** Imports so many new clients with a tag of their own, and says when the import was over and when they were found. */
export const importClients = async (business: Business, rows: number, tag: string): Promise<ImportTimes> => {
  const { body: made } = await business.ask("POST", "/imports", { kind: "clients", fileName: "clients.csv" });
  const form = new FormData();
  for (const [name, value] of Object.entries(made.upload.fields)) form.set(name, value);
  form.set("file", new Blob([listOf(rows, tag)]), "file");
  const sent = await fetch(made.upload.url, { method: "POST", body: form });
  if (!sent.ok) throw new Error(`The list could not be uploaded: ${sent.status} ${await sent.text()}`);
  const began = performance.now();
  await business.ask("POST", `/imports/${made.id}/start`, {});
  const since = () => performance.now() - began;
  await within(async () => {
    const { body } = await business.ask("GET", `/imports/${made.id}`);
    if (body.status === "failed") throw new Error("The import failed.");
    return body.status === "finished";
  });
  const finished = since();
  for (;;) {
    // What is found now was findable when it was begun to look for.
    const findable = since();
    if (await isFound(business, rows, tag)) return { finished, findable };
    if (since() > PATIENCE_MS) throw new Error("The imported clients are not found.");
    await pause(ASK_EVERY_MS);
  }
};

const listOf = (rows: number, tag: string): string =>
  ["Prénom;Nom;Courriel;Mots-clés", ...Array.from({ length: rows }, (_, row) => rowOf(row, tag)), ""].join("\r\n");

const rowOf = (row: number, tag: string): string =>
  `Zoé;${lastName(row)};${lastName(row).toLowerCase()}@mail.example;${tag}`;

/** A name that nobody else in the list has: `Naaabcd`. */
const lastName = (row: number): string =>
  `N${[...String(row).padStart(6, "0")].map((digit) => "abcdefghij"[Number(digit)]).join("")}`;

const isFound = async (business: Business, rows: number, tag: string): Promise<boolean> => {
  const { body: counted } = await business.ask("GET", `/clients/count?tag=${tag}`);
  if (counted.count !== rows) return false;
  const step = Math.max(1, Math.floor(rows / SEARCHED));
  for (let row = rows - 1; row >= 0; row -= step) {
    const { body } = await business.ask("GET", `/clients?q=${lastName(row)}`);
    if (body.data?.length !== 1) return false;
  }
  return (await listed(business, tag)) === rows;
};

const listed = async (business: Business, tag: string): Promise<number> => {
  let [found, cursor]: [number, string | undefined] = [0, ""];
  while (cursor !== undefined) {
    const after: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const { body } = await business.ask("GET", `/clients?tag=${tag}&limit=100${after}`);
    found += body.data?.length ?? 0;
    cursor = body.nextCursor;
  }
  return found;
};

const within = async (isSo: () => Promise<boolean>): Promise<void> => {
  const end = performance.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error("The import does not end.");
    await pause(ASK_EVERY_MS);
  }
};
