import { born, revised } from "../../../shared/app/actor.ts";
import { publicUseCase } from "../../../shared/app/use-case.ts";
import { secondsSinceEpoch } from "../../../shared/clock.ts";
import { insert, replace } from "../../../shared/db/writes.ts";
import { INSTALLATION } from "../../../shared/entities/installation.ts";
import { type PasswordReset, passwordResetKey, passwordResets } from "../../../shared/entities/password-reset.ts";
import { AppError } from "../../../shared/errors.ts";
import { hashOf } from "../../../shared/ids.ts";
import { acceptedLanguages } from "../../../shared/messaging/language.ts";
import { emailAddress } from "../../../shared/text/email-address.ts";
import type { AccountsDeps } from "../deps.ts";
import { routes } from "../manifest.ts";

const OF_ONE_ADDRESS = 5;
const FROM_ONE_PLACE = 30;
const BETWEEN_MAILS_MS = 60_000;
const KEPT_MS = 24 * 3600 * 1000;
const somebody = { kind: "person", id: "nobody" } as const;

/**
 * Asks for a link to choose a new password. Known or not, an address gets the same answer after the same work: who it is,
 * if anybody, only the worker looks up.
 */
export const requestPasswordReset = publicUseCase(
  routes.requestPasswordReset,
  async ({ body, headers, ip, now }, { limiter, table }: AccountsDeps) => {
    const email = emailAddress(body.email) ?? body.email.toLowerCase();
    const id = hashOf(email);
    await limiter.takeFor(INSTALLATION, `reset_from_${ip}`, FROM_ONE_PLACE, now);
    await limiter.takeFor(INSTALLATION, `reset_of_${id}`, OF_ONE_ADDRESS, now);
    const answer = { status: 202, body: {}, in: INSTALLATION };
    const earlier = await table.of(INSTALLATION).get(passwordResets, passwordResetKey(id));
    if (earlier && now.getTime() - Date.parse(earlier.updatedAt) < BETWEEN_MAILS_MS) return { ...answer, writes: [] };
    const [language] = acceptedLanguages(headers["accept-language"]);
    const next: PasswordReset = {
      id,
      accountId: INSTALLATION,
      email,
      ...(language ? { language } : {}),
      ...(earlier?.usedAt ? { usedAt: earlier.usedAt } : {}),
      ttl: secondsSinceEpoch(new Date(now.getTime() + KEPT_MS)),
      ...(earlier ? revised(earlier, somebody, now) : born(somebody, now)),
    };
    const write = earlier ? replace(passwordResets, next, earlier) : insert(passwordResets, next);
    return { ...answer, writes: [{ ...write, otherwise: askedAtOnce }] };
  },
);

const askedAtOnce = () =>
  new AppError("too-many-requests", "This was asked for a moment ago; wait a minute.", {
    headers: { "retry-after": String(BETWEEN_MAILS_MS / 1000) },
  });
