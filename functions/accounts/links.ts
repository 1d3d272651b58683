import type { LinkKind } from "../../shared/entities/link.ts";

/** Opens an invitation, for who reads the mailbox that it was sent to. */
export const invitationLink = { purpose: "invitation", feature: "accounts" } as const satisfies LinkKind;

/** Opens the page on which somebody chooses a new password. */
export const passwordLink = { purpose: "password_reset", feature: "accounts" } as const satisfies LinkKind;
