import { fold } from "../../../shared/text/fold.ts";
import { distinctBy } from "./cell-values.ts";
import { emailsOfCell } from "./email-cell.ts";
import { plainLabel, valuesOf } from "./google-contacts.ts";
import { type ImportedClient, type ImportedPhone, LONGEST } from "./imported-client.ts";
import { isMobileNumber } from "./mobile-number.ts";
import { phonesOfCell } from "./phone-cell.ts";
import { type Cell, type CellOf, filled, limited, type Report, type RowCells } from "./row-cells.ts";

type Emails = Pick<ImportedClient, "email" | "otherEmails">;
type Phones = Pick<ImportedClient, "mobile" | "phones">;
/** What was typed, where it differs from what is stored. */
type Raw = NonNullable<ImportedClient["raw"]>;

/** The first address is the client's, whatever column it stands in; each is kept once. */
export const emailsIn = (cells: RowCells, report: Report): Emails & { raw: Raw } => {
  const ordered = [...cells.of("email"), ...cells.of("otherEmails")];
  const typed = ordered.flatMap((cell) =>
    emailsOfCell(cell.value).map(({ typed: value, address }) => ({ cell, value, address })),
  );
  for (const { cell, value, address } of typed) if (!address) report(cell, { kind: "email" }, value);
  const addresses = distinctBy(
    typed.flatMap(({ value, address }) => (address ? [{ value, address }] : [])),
    ({ address }) => address,
  );
  const [first, ...others] = addresses;
  return {
    ...filled<Emails>({ email: first?.address, otherEmails: others.map(({ address }) => address) }),
    raw: filled<Raw>({ email: first && first.value !== first.address ? first.value : undefined, mobile: undefined }),
  };
};

const MOBILE_LABEL = /^(?:mobile|cell|cellulaire|cellular|portable|gsm|natel|iphone|handy)\b/;

/**
 * Phones by their columns, each number once. A number under a mobile's label, or one that its country gives to mobiles
 * alone under a plain « Téléphone », is the client's mobile when no column of mobiles says otherwise.
 */
export const phonesIn = (cells: RowCells, region: string, report: Report): Phones & { raw: Raw } => {
  const read = (cell: Cell, labels: readonly string[] = []): ImportedPhone[] =>
    valuesOf(cell.value).flatMap((value, place) =>
      value === ""
        ? []
        : phonesOfCell(value, region).flatMap(({ typed, number, label: word }) => {
            if (!number) report(cell, { kind: "phone" }, typed);
            const label = (labels.length === 1 ? labels[0] : labels[place]) || word;
            return number ? [filled<ImportedPhone>({ label, number, raw: typed === number ? undefined : typed })] : [];
          }),
    );
  const mobiles = cells.of("mobile").flatMap((cell) => read(cell));
  const phones: ImportedPhone[] = [];
  const unlabelled: ImportedPhone[] = [];
  for (const cell of cells.phones) {
    if (cell.target.part !== "number") continue;
    const found = read(cell, labelsFor(cell, cells.phones, report));
    phones.push(...found);
    if (cell.target.group === "0") unlabelled.push(...found.filter(({ label }) => label === undefined));
  }
  const mobile =
    mobiles[0] ??
    phones.find(({ label }) => label !== undefined && MOBILE_LABEL.test(fold(label))) ??
    unlabelled.find(({ number }) => isMobileNumber(number));
  const others = [...mobiles.slice(1).map((phone) => ({ label: "mobile", ...phone })), ...phones];
  return {
    ...filled<Phones>({
      mobile: mobile?.number,
      phones: distinctBy(others, ({ number }) => number).filter(({ number }) => number !== mobile?.number),
    }),
    raw: filled<Raw>({ email: undefined, mobile: mobile?.raw }),
  };
};

/** A group named by a word is its own label; a numbered one has a column for it, with a label for each or for all. */
const labelsFor = ({ target }: CellOf<"phone">, cells: readonly CellOf<"phone">[], report: Report): string[] => {
  if (/^[a-z]/.test(target.group)) return [target.group];
  const cell = cells.find((other) => other.target.part === "label" && other.target.group === target.group);
  return cell
    ? valuesOf(cell.value).flatMap((label) => limited(cell, LONGEST.label, report, plainLabel(label)) ?? [])
    : [];
};
