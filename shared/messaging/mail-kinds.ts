/**
 * Every kind of e-mail that leaves, by the name that it carries among its tags. Who writes to an address of which the
 * provider said that it bounced for good, or that its holder complained, is answered for each:
 * - `client`: nothing goes out, and what the e-mail was about says `suppressed`;
 * - `staff`, who are told something, and `invited`: the same;
 * - `asked`: whoever asked for it waits at a screen, and what one business knows of an address must not lock a person out.
 *   The provider's own list keeps these back.
 */
export const mailKinds = {
  campaign: { to: "client", marketing: true },
  /** Marketing, unless whoever writes it says that it is not. */
  client_message: { to: "client", marketing: true },
  document_request: { to: "client", marketing: false },
  shared_document: { to: "client", marketing: false },
  document_received: { to: "staff", marketing: false },
  document_refused: { to: "staff", marketing: false },
  mail_returned: { to: "staff", marketing: false },
  campaign_paused: { to: "staff", marketing: false },
  campaign_test: { to: "asked", marketing: false },
  invitation: { to: "invited", marketing: false },
  address_code: { to: "asked", marketing: false },
  password_reset: { to: "asked", marketing: false },
} as const satisfies Record<string, { to: "client" | "staff" | "invited" | "asked"; marketing: boolean }>;

export type MailKind = keyof typeof mailKinds;

/** What comes back with every event of the provider: ASCII letters, digits, `_` and `-` only, 256 at most. */
export type MailTags = Readonly<Record<string, string>> & { readonly kind: MailKind };
