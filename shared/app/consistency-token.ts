import type { Stored } from "../db/entity.ts";
import type { Write } from "../db/writes.ts";
import { invalid } from "../errors.ts";

/** The header by which an answer to a write says what lists must have followed to show it, and by which a read names it. */
export const CONSISTENCY = "clientele-consistency";
/** Whether an answer that was given such a token comes too early for it. */
export const BEHIND = "clientele-behind";

/** A version of something, as a token names it. */
export interface WrittenVersion {
  /** The kind of item, by its name in the table. */
  entity: string;
  id: string;
  version: number;
  updatedAt: string;
  /** It stands in sorted lists of its kind. */
  listed: boolean;
}

/** Most versions in a token: a header has to hold them. */
const MOST = 10;

/** The header of an answer to these writes. It reads nothing and hashes nothing; empty where no version was written. */
export const consistencyHeader = (writes: readonly Write[]): Record<string, string> => {
  const versions: string[] = [];
  for (const write of writes) {
    const line = write.do === "put" && versions.length < MOST ? lineOf(write.item) : undefined;
    if (line !== undefined) versions.push(line);
  }
  return versions.length > 0 ? { [CONSISTENCY]: Buffer.from(versions.join("\n")).toString("base64url") } : {};
};

/** Nothing is named that could not be read again: a token of ours is never refused. */
const lineOf = ({ entity, pk, sk, id, version, createdAt, updatedAt = createdAt, listedBy }: Stored) => {
  if (typeof version !== "number" || typeof updatedAt !== "string") return undefined;
  const line = `${entity} ${id ?? lastOf(sk === "@" ? pk : sk)} ${version} ${updatedAt}${listedBy ? LISTED : ""}`;
  return LINE.test(line) ? line : undefined;
};

const LISTED = " listed";

/** What an item does not say of itself, its key says. */
const lastOf = (key: string): string => key.slice(key.lastIndexOf("#") + 1);

/** Harmless when made up: it can only name what the caller's own account may hold. @throws AppError for what is no token */
export const readConsistencyToken = (token: string): WrittenVersion[] =>
  Buffer.from(token.slice(0, 4000), "base64url")
    .toString()
    .split("\n")
    .slice(0, MOST)
    .map((line) => {
      const [, entity = "", id = "", version, updatedAt = "", listed] = LINE.exec(line) ?? [];
      if (Number.isNaN(Date.parse(updatedAt)))
        throw invalid("consistency", "This is not a Clientele-Consistency of an answer.");
      return { entity, id, version: Number(version), updatedAt, listed: listed !== undefined };
    });

/** Some ids are made of two: that of a share, of its document and its client. */
const LINE = /^([a-z_]{1,40}) ([A-Za-z0-9_.-]{1,200}) (\d{1,15}) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)( listed)?$/;
