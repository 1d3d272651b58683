import { mailKind } from "../../shared/messaging/mail-kind.ts";

/** Marketing, unless whoever writes it says that it is not. */
export const messageMailKind = mailKind("client_message", { to: "client", marketing: true });
