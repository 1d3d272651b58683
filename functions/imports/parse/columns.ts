import { fieldPath, readField, type Target } from "./client-fields.ts";
import type { Mapping } from "./propose-mapping.ts";

/** A column of the file that is imported. */
export interface Column {
  /** Place in the row, from 0. */
  index: number;
  header: string;
  target: Target;
}

export interface MappedColumns {
  columns: Column[];
  /** Number of columns of the file. */
  width: number;
  /** Titles in the mapping that the file does not have. */
  unknownHeaders: string[];
  /** Names in the mapping that are no field of a client. */
  unknownFields: string[];
}

/** Applies a mapping to the header of a file. Columns that it does not name, or maps to an empty text, are left out. */
export const mapColumns = (headers: readonly string[], mapping: Mapping): MappedColumns => {
  const wanted = Object.entries(mapping).filter(([, field]) => field !== "");
  const columns = wanted.flatMap(([header, field]) => {
    const [index, target] = [headers.indexOf(header), readField(field)];
    return index < 0 || !target ? [] : [{ index, header, target }];
  });
  return {
    columns: columns.toSorted((a, b) => a.index - b.index),
    width: headers.length,
    unknownHeaders: wanted.map(([header]) => header).filter((header) => !headers.includes(header)),
    unknownFields: wanted.map(([, field]) => field).filter((field) => !readField(field)),
  };
};

/** What a name is made of where no column holds the whole. */
const nameParts = ["name", "lastName", "firstName", "company"];

/** The title of the column that a field is read from, as it stands in the file; empty where there is none. */
export const headerOf = (columns: readonly Column[], path: string): string => {
  const paths = path === "name" ? nameParts : [path];
  const found = paths.map((one) => columns.find(({ target }) => fieldPath(target) === one));
  return found.find((column) => column !== undefined)?.header ?? "";
};
