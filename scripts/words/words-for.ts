import { glob } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Words } from "../../shared/http/words.ts";
import { common } from "./common.ts";
import { events } from "./events.ts";
import { ids } from "./ids.ts";

const root = resolve(import.meta.dirname, "../..");

/** What means the same everywhere, and what features say of their fields. @throws Error where two of them say otherwise of the same field, or one of what is common */
const ofFeatures = async (): Promise<Words> => {
  const files: string[] = [];
  for await (const file of glob("functions/*/descriptions.ts", { cwd: root })) files.push(file);
  const said = new Map(Object.entries({ ...common, ...ids, ...events }));
  for (const file of files.toSorted()) {
    const { descriptions }: { descriptions: Words } = await import(join(root, file));
    for (const [place, words] of Object.entries(descriptions)) {
      const other = said.get(place);
      if (other && other[0] !== words[0]) throw new Error(`${file} says of ${place} what is said otherwise elsewhere.`);
      said.set(place, words);
    }
  }
  return Object.fromEntries(said);
};

const words: Words = await ofFeatures();

/** @param holder the field or shape that the field stands in, or several with `/` between them, the first before the next */
export const wordsFor = (holder: string, name: string) =>
  holder
    .split("/")
    .flatMap((place) => [place, ...generalOf(place)])
    .map((place) => words[`${place}.${name}`])
    .find((found) => found !== undefined) ?? words[name];

/** What is published of a client is said as the API says it of clients, and all events have the same envelope. */
const generalOf = (shape: string): string[] => {
  if (shape.startsWith("Published")) return [shape.replace("Published", "")];
  if (shape.endsWith("EventBody")) return ["EventBody"];
  return shape.endsWith("Event") ? ["Event"] : [];
};
