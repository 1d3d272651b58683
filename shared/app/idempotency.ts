import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";
import { secondsSinceEpoch } from "../clock.ts";
import { type Entity, entity, fromStored } from "../db/entity.ts";
import { keys } from "../db/keys.ts";
import type { AccountTable } from "../db/table.ts";
import { insert, type Write } from "../db/writes.ts";
import { erasedAmong } from "../entities/erased-client.ts";
import { AppError, notFound } from "../errors.ts";
import type { HttpAnswer } from "../http/problem.ts";
import { type ClientId, hashOf } from "../ids.ts";
import type { Actor } from "./actor.ts";

const KEPT_SECONDS = 24 * 3600;
/** Bytes of what AES-GCM is begun with, and of what it is checked by. */
const NONCE = 12;
const TAG = 16;

/**
 * The answer of a request that was carried out, written in the transaction of its effect. It is kept under the caller's
 * own key, of which the table knows only the hash: nobody else reads there what it says of people.
 */
interface Receipt {
  accountId: Actor["accountId"];
  hash: string;
  /** Of method, path and body: the same key with another request is a mistake of the caller. */
  fingerprint: string;
  status: number;
  headers: Record<string, string>;
  body: Uint8Array | EarlierBody;
  /** Of an `EarlierBody`: whether it is sealed. */
  sealed?: boolean;
  ttl: number;
}

/** In the day after an upgrade: a text, or sealed in base 64 where it held a secret. */
type EarlierBody = string;

const receipts: Entity<Receipt> = entity("receipt", (receipt) => ({
  ...keys.idempotency(receipt.accountId, receipt.hash),
}));

/** Thrown when the request was carried out before: `answer` is what was answered then, byte for byte. */
export class AlreadyAnswered extends Error {
  readonly answer: HttpAnswer;
  constructor(answer: HttpAnswer) {
    super("This request was answered before.");
    this.answer = answer;
  }
}

/** One request's idempotency key: the write that remembers its answer, and the look-up of an earlier one. */
export interface Idempotency {
  remember(answer: HttpAnswer, now: Date): Write;
  /** @throws AlreadyAnswered, or AppError `idempotency-key-reused` when the key came with another request */
  recall(db: AccountTable): Promise<void>;
}

/** @throws AppError `bad-request` when the key is empty or longer than 255 characters */
export const idempotency = (given: string, actor: Actor, request: string): Idempotency => {
  const key = given.trim();
  if (!/^\P{Cc}{1,255}$/u.test(key))
    throw new AppError("bad-request", "An Idempotency-Key is a text of 1 to 255 characters on one line.");
  const hash = hashOf(`${actor.id}\n${key}`);
  const fingerprint = createHash("sha256").update(request).digest("base64url");

  const replay = (receipt: Receipt): Error => {
    if (receipt.fingerprint !== fingerprint) return new AppError("idempotency-key-reused");
    return new AlreadyAnswered({
      statusCode: receipt.status,
      headers: { ...receipt.headers, "idempotent-replayed": "true" },
      body: bodyOf(receipt, key),
    });
  };

  return {
    remember: (answer, now) =>
      insert(
        receipts,
        {
          accountId: actor.accountId,
          hash,
          fingerprint,
          status: answer.statusCode,
          headers: answer.headers,
          body: seal(answer.body, key),
          ttl: secondsSinceEpoch(now) + KEPT_SECONDS,
        },
        (existing) => (existing ? replay(fromStored(receipts, existing)) : new AppError("request-in-progress")),
      ),
    async recall(db) {
      const receipt = await db.get(receipts, keys.idempotency(actor.accountId, hash));
      if (receipt) throw replay(receipt);
    },
  };
};

const CLIENT_ID = /cli_[0-7][0-9A-HJKMNP-TV-Z]{25}/g;

/** The answer of before, unless everybody whom the request was about has been erased since. @throws AppError `not-found` */
export const replayed = async ({ answer }: AlreadyAnswered, path: string, db: AccountTable): Promise<HttpAnswer> => {
  const named = new Set(`${path} ${answer.body}`.match(CLIENT_ID) as ClientId[] | null);
  if (named.size === 0) return answer;
  const erased = await erasedAmong(db, [...named]);
  if (erased.size === named.size) throw notFound("client");
  return answer;
};

const bodyOf = ({ body, sealed }: Receipt, key: string): string => {
  if (typeof body !== "string") return unseal(body, key);
  return sealed ? unseal(Buffer.from(body, "base64"), key) : body;
};

const sealingKey = (key: string) => Buffer.from(hkdfSync("sha256", key, "", "clientele receipt", 32));

const seal = (body: string, key: string): Uint8Array => {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv("aes-256-gcm", sealingKey(key), nonce);
  const text = Buffer.concat([cipher.update(body), cipher.final()]);
  return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), text]));
};

const unseal = (bytes: Uint8Array, key: string): string => {
  const decipher = createDecipheriv("aes-256-gcm", sealingKey(key), bytes.subarray(0, NONCE));
  decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]).toString();
};
