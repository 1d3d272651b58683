import type { Account, ApiKey, Member } from "../../shared/entities/account.ts";
import type { AddressCode } from "../../shared/entities/address-code.ts";
import type { Invitation } from "../../shared/entities/invitation.ts";
import type { PasswordReset } from "../../shared/entities/password-reset.ts";
import { kindOf } from "../../shared/events/kind.ts";
import { mailFields } from "../../shared/events/mail-steps.ts";

export const account = kindOf<Account>()({
  entity: "account",
  audience: "partners",
  title: "name",
  publishes: [
    "id",
    "name",
    "country",
    "currency",
    "timeZone",
    "language",
    "senderEmail",
    "senderName",
    "smsSender",
    "postalAddress",
    "phone",
    "website",
    "replyTo",
    "accentColor",
    "logo",
    "settings",
    "createdAt",
  ],
  schemaVersion: 1,
  history: { inParts: ["settings"] },
});

export const apiKey = kindOf<ApiKey>()({
  entity: "api_key",
  audience: "partners",
  title: "name",
  publishes: ["id", "name", "scopes", "hint", "revokedAt", "createdAt"],
  schemaVersion: 1,
});

export const member = kindOf<Member>()({
  entity: "member",
  audience: "partners",
  title: "name",
  publishes: ["id", "email", "name", "role", "editClients", "language", "status", "createdAt"],
  forWorkers: ["address"],
  schemaVersion: 1,
});

export const invitation = kindOf<Invitation>()({
  entity: "invitation",
  audience: "partners",
  title: "email",
  publishes: [
    "id",
    "email",
    "name",
    "role",
    "editClients",
    "language",
    "status",
    "expiresAt",
    ...mailFields,
    "createdAt",
  ],
  schemaVersion: 1,
  steps: {
    accepted: { status: "accepted" },
    declined: { status: "declined" },
    revoked: { status: "revoked" },
    mail_queued: { mail: "queued" },
  },
});

export const passwordReset = kindOf<PasswordReset>()({
  entity: "password_reset",
  audience: "workers",
  publishes: ["id", "email", "language"],
  schemaVersion: 1,
  feed: false,
});

export const addressCode = kindOf<AddressCode>()({
  entity: "address_code",
  audience: "workers",
  publishes: ["id", "email"],
  schemaVersion: 1,
  feed: false,
});
