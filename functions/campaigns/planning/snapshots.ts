import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { markOf } from "../../../shared/entities/address-fact.ts";
import type { Exclusion } from "../../../shared/entities/campaign-plan.ts";
import { lazy } from "../../../shared/lazy.ts";
import { type Language, languageOf } from "../../../shared/messaging/language.ts";

/** One recipient of a snapshot: who, and in which language. Nothing personal: that is read when the chunk is sent. */
export interface Recipient {
  id: string;
  language: Language;
  /** The subject that is tried on them. */
  variant?: number;
  /** The mark of the address that it was planned for; see address-fact.ts. */
  address?: string;
  /** The whole hash that the mark is of, by which what the address has said is read; not in snapshots of before. */
  hash?: string;
  /** In the objects of left-out.ts: why the client is none. */
  excluded?: Exclusion;
}

/** Lists of recipients that never change once they are written: each has a name of its own. */
export interface Snapshots {
  write(key: string, recipients: readonly Recipient[]): Promise<void>;
  read(key: string): Promise<readonly Recipient[]>;
}

export const s3Snapshots = (bucket: string): Snapshots => {
  const client = lazy(() => new S3Client({ forcePathStyle: true }));
  return {
    async write(key, recipients) {
      await client().send(
        new PutObjectCommand({ Bucket: bucket, Key: key, Body: toLines(recipients), ContentType: "text/plain" }),
      );
    },
    async read(key) {
      const { Body } = await client().send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      if (!Body) throw new Error(`The snapshot ${key} is empty.`);
      return fromLines(await Body.transformToString());
    },
  };
};

/** Stands before the hash of an address, or its mark alone. Snapshots of before hold another one, which was different in each campaign and is not read. */
const MARK = "@";

/** Stands before the reason. */
const LEFT_OUT = "!";

const toLines = (recipients: readonly Recipient[]): string =>
  recipients
    .map(
      ({ id, language, variant, address, hash = address, excluded }) =>
        `${[id, language, variant ?? "-", hash ? `${MARK}${hash}` : excluded ? `${LEFT_OUT}${excluded}` : ""].join(" ").trim()}\n`,
    )
    .join("");

const fromLines = (text: string): Recipient[] =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [id = "", language, variant = "-", told = ""] = line.split(" ");
      return {
        id,
        language: languageOf(language),
        ...(variant === "-" ? {} : { variant: Number(variant) }),
        ...(told.startsWith(MARK) ? addressOf(told.slice(MARK.length)) : {}),
        ...(told.startsWith(LEFT_OUT) ? { excluded: told.slice(LEFT_OUT.length) as Exclusion } : {}),
      };
    });

const addressOf = (hash: string): Pick<Recipient, "address" | "hash"> => {
  const address = markOf(hash);
  return address === hash ? { address } : { address, hash };
};

const KEPT = 8;

/** The snapshots that were written or read last stay at hand: twenty chunks in a row are of one. */
export const rememberingSnapshots = (snapshots: Snapshots): Snapshots => {
  const known = new Map<string, Promise<readonly Recipient[]>>();
  const keep = (key: string, reading: Promise<readonly Recipient[]>) => {
    known.delete(key);
    known.set(key, reading);
    reading.catch(() => known.delete(key));
    for (const oldest of known.keys()) {
      if (known.size <= KEPT) break;
      known.delete(oldest);
    }
    return reading;
  };
  return {
    async write(key, recipients) {
      await snapshots.write(key, recipients);
      keep(key, Promise.resolve(recipients));
    },
    read: (key) => keep(key, known.get(key) ?? snapshots.read(key)),
  };
};
