import { noContent, publicUseCase } from "../../../shared/app/use-case.ts";
import { present } from "../../../shared/db/conditions.ts";
import { keys } from "../../../shared/db/keys.ts";
import { put, remove, update } from "../../../shared/db/writes.ts";
import { INSTALLATION } from "../../../shared/entities/installation.ts";
import { passwordResetKey, passwordResets, RESET_LINK_SECONDS } from "../../../shared/entities/password-reset.ts";
import { personLinks } from "../../../shared/entities/person-link.ts";
import { AppError } from "../../../shared/errors.ts";
import { hashOf } from "../../../shared/ids.ts";
import type { AccountsDeps } from "../deps.ts";
import { passwordLink } from "../links.ts";
import { routes } from "../manifest.ts";

const TRIES_A_MINUTE = 30;

/**
 * Sets the password of whoever the link was sent to, and ends their sessions everywhere. A link serves once, and those that
 * were sent before end with it.
 */
export const confirmPasswordReset = publicUseCase(
  routes.confirmPasswordReset,
  async ({ body, ip, now }, { limiter, table, people }: AccountsDeps) => {
    await limiter.takeFor(INSTALLATION, `confirm_from_${ip}`, TRIES_A_MINUTE, now);
    const key = keys.link(hashOf(body.token));
    const link = await table.global.get(personLinks, key);
    if (link?.purpose !== passwordLink.purpose || Date.parse(link.expiresAt) <= now.getTime()) throw isOver();
    const askedFor = passwordResetKey(hashOf(link.subject));
    const asked = await table.of(INSTALLATION).get(passwordResets, askedFor);
    if (asked?.usedAt && Date.parse(link.expiresAt) <= Date.parse(asked.usedAt) + RESET_LINK_SECONDS * 1000)
      throw isOver();
    const pool = await people();
    const person = await pool.find(link.subject);
    if (!person?.verified) throw isOver();
    // First, so that of two at once one is refused; a password that the pool refuses leaves the link as it was.
    await table.global.commit([remove(key, present, isOver)]);
    try {
      await pool.setPassword(person.personId, body.password);
    } catch (error) {
      await table.global.commit([put(personLinks, link)]);
      throw error;
    }
    await pool.signOutEverywhere(person.personId);
    const used = asked ? [update(askedFor, { set: { usedAt: now.toISOString() } }, present)] : [];
    return { ...noContent(used), in: INSTALLATION };
  },
);

const isOver = () =>
  new AppError("gone", "This link is over or unknown: ask for another one with POST /v1/password-resets.");
