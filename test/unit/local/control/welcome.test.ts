import { expect, it } from "vitest";
import { welcome } from "../../../../local/control/welcome.ts";

const headings = (acceptLanguage?: string): string[] => {
  const body = String(welcome("/nowhere", "http://127.0.0.1:4000", acceptLanguage).body);
  return [...body.matchAll(/<html lang="(\w+)"|<h2>(.*?)<\/h2>/g)].map(
    ([, language, heading]) => language ?? heading ?? "",
  );
};
const french = "Clientèle tourne sur cette machine";
const english = "It runs on this machine";

it.each([
  ["fr-CA,fr;q=0.9,en;q=0.8", ["fr", french, english]],
  ["fr-BE", ["fr", french, english]],
  ["en-CA,fr;q=0.5", ["en", english, french]],
  ["de", ["en", english, french]],
  [undefined, ["en", english, french]],
])("the first page of a product on one machine, to a browser that reads %s, begins in its language", (reads, said) => {
  expect(headings(reads)).toEqual(said);
});
