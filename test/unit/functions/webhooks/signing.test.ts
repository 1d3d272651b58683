import { Webhook as Verifier } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import {
  newWebhookSecret,
  openSecret,
  rotated,
  sealSecret,
  validSecrets,
} from "../../../../functions/webhooks/secrets.ts";
import { signedHeaders } from "../../../../functions/webhooks/sending/sign.ts";
import type { Webhook } from "../../../../shared/entities/webhook.ts";
import { derivedId } from "../../../../shared/ids.ts";

const place = { id: derivedId("webhook", "1"), accountId: derivedId("account", "1") };
const key = "a key for tests";
const now = new Date();
const inHours = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
const message = { id: "evt_1", body: '{"type":"client.updated"}' };
const seal = (secret: string) => sealSecret(secret, place, key);

describe("the secret of a webhook", () => {
  it("is padded standard base64 of 32 bytes, which every library reads", () => {
    for (let time = 0; time < 200; time++) expect(newWebhookSecret()).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(Buffer.from(newWebhookSecret().slice(6), "base64")).toHaveLength(32);
  });

  it("is stored so that neither another webhook nor another stage can read it", () => {
    const secret = newWebhookSecret();
    const sealed = seal(secret);
    expect(openSecret(sealed, place, key)).toBe(secret);
    expect(Buffer.from(sealed).toString("latin1")).not.toContain(secret.slice(6, 20));
    expect(() => openSecret(sealed, { ...place, id: derivedId("webhook", "2") }, key)).toThrow();
    expect(() => openSecret(sealed, { ...place, accountId: derivedId("account", "2") }, key)).toThrow();
    expect(() => openSecret(sealed, place, "another key")).toThrow();
  });
});

describe("a rotation", () => {
  const [first, second] = [newWebhookSecret(), newWebhookSecret()];
  const secrets = rotated(seal(second), [{ sealed: seal(first) }], inHours(24), now);
  const webhook = { ...place, secrets } as Webhook;
  const verifies = (secret: string, headers: Record<string, string>) => {
    try {
      new Verifier(secret).verify(message.body, headers);
      return true;
    } catch {
      return false;
    }
  };

  it("has deliveries signed by both secrets while it lasts", () => {
    const headers = signedHeaders(webhook, message, now, key);
    expect(headers["webhook-signature"]?.split(" ")).toHaveLength(2);
    expect([first, second].map((secret) => verifies(secret, headers))).toEqual([true, true]);
    expect(verifies(newWebhookSecret(), headers)).toBe(false);
  });

  it("ends the old secret after the overlap", () => {
    expect(validSecrets(webhook, inHours(23.9))).toHaveLength(2);
    expect(validSecrets(webhook, inHours(24))).toEqual([{ sealed: secrets[0]?.sealed }]);
    expect(signedHeaders(webhook, message, inHours(24), key)["webhook-signature"]?.split(" ")).toHaveLength(1);
  });

  it("at once, when told so, leaves the new secret alone", () => {
    expect(rotated(seal(second), secrets, now, now)).toHaveLength(1);
  });

  it("upon another one never makes an old secret last longer, nor keeps more than three", () => {
    const again = rotated(seal(newWebhookSecret()), secrets, inHours(72), inHours(1));
    expect(again.map(({ until }) => until)).toEqual([undefined, inHours(72).toISOString(), inHours(24).toISOString()]);
    expect(rotated(seal(newWebhookSecret()), again, inHours(72), inHours(2))).toHaveLength(3);
  });
});
