import { mailKind } from "../../shared/messaging/mail-kind.ts";

export const invitationMailKind = mailKind("invitation", { to: "invited" });
export const codeMailKind = mailKind("address_code", { to: "asked" });
export const passwordMailKind = mailKind("password_reset", { to: "asked" });
