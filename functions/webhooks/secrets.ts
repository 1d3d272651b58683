import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import type { SealedSecret, Webhook } from "../../shared/entities/webhook.ts";

/** Standard Webhooks takes 24 to 64 bytes. */
const SECRET_BYTES = 32;
/** Bytes of what AES-GCM is begun with, and of what it is checked by. */
const NONCE = 12;
const TAG = 16;

/**
 * What receivers verify deliveries with. Padded standard base64 after `whsec_`, the one form that the libraries of all
 * languages read alike.
 */
export const newWebhookSecret = (): string => `whsec_${randomBytes(SECRET_BYTES).toString("base64")}`;

type Owner = Pick<Webhook, "accountId" | "id">;

const keyOf = (signingKey: string): Buffer =>
  Buffer.from(hkdfSync("sha256", signingKey, "", "clientele webhook secret", 32));
const boundTo = ({ accountId, id }: Owner): Buffer => Buffer.from(`${accountId}#${id}`);

/** Encrypts a secret under the stage's own, for one webhook: in another's place it cannot be read. */
export const sealSecret = (secret: string, owner: Owner, signingKey: string): Uint8Array => {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv("aes-256-gcm", keyOf(signingKey), nonce).setAAD(boundTo(owner));
  const text = Buffer.concat([cipher.update(secret), cipher.final()]);
  return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), text]));
};

/** @throws Error when the stage's secret is another one by now: the webhook's must be rotated */
export const openSecret = (sealed: Uint8Array, owner: Owner, signingKey: string): string => {
  const decipher = createDecipheriv("aes-256-gcm", keyOf(signingKey), sealed.subarray(0, NONCE));
  decipher.setAAD(boundTo(owner)).setAuthTag(sealed.subarray(NONCE, NONCE + TAG));
  return Buffer.concat([decipher.update(sealed.subarray(NONCE + TAG)), decipher.final()]).toString();
};

/** More than three generations at once help nobody. */
const GENERATIONS = 3;

/** The secrets after a rotation: those of before stay valid until `until`, or until their own end if that is sooner. */
export const rotated = (fresh: Uint8Array, before: readonly SealedSecret[], until: Date, now: Date): SealedSecret[] => {
  const end = until.toISOString();
  const older = before.map(({ sealed, until: own }) => ({ sealed, until: own !== undefined && own < end ? own : end }));
  return [{ sealed: fresh }, ...older.filter((one) => one.until > now.toISOString())].slice(0, GENERATIONS);
};

/** The secrets that a delivery is signed with at a moment, the newest first. */
export const validSecrets = ({ secrets }: Pick<Webhook, "secrets">, now: Date): SealedSecret[] =>
  secrets.filter(({ until }) => until === undefined || until > now.toISOString());
