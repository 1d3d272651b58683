import type { NotificationKind } from "../entities/account.ts";

declare const declared: unique symbol;

/**
 * The name of a kind of e-mail, which each of them carries among its tags: ASCII letters, digits, `_` and `-` only, 256 at
 * most. There is no other way to one than a declaration.
 */
export type MailKindName = string & { readonly [declared]: true };

/**
 * A kind of e-mail that leaves, declared by its feature in its `mails.ts`. `to` says who gets it, and what follows where
 * the provider said of their address that it bounced for good, or that its holder complained:
 * - `client`: nothing goes out, and what the e-mail was about says `suppressed`;
 * - `staff`, who are told something, and `invited`: the same;
 * - `asked`: whoever asked for it waits at a screen, and what one business knows of an address must not lock a person out.
 *   The provider's own list keeps these back.
 */
export interface MailKind {
  readonly name: MailKindName;
  readonly to: "client" | "staff" | "invited" | "asked";
  readonly marketing: boolean;
  /** Somebody wrote it to this one reader, whose machines may answer it (RFC 3834). @default false */
  readonly byHand?: boolean;
}

/** Declares a kind of e-mail. @param marketing it goes to nobody who refused that, and can be refused by a button */
export const mailKind = (
  name: string,
  { marketing = false, ...how }: Omit<MailKind, "name" | "marketing"> & { marketing?: boolean },
): MailKind => ({
  name: name as MailKindName,
  marketing,
  ...how,
});

/** Something that people of a business are told by themselves: what `notify` takes. */
export interface Notification extends MailKind {
  /** The choice by which somebody wants to hear of it, or not. @default nobody is asked: it is about the account's own */
  readonly about?: NotificationKind;
  /** `stage`: where the provider may refuse the account's own address, so that answers go nowhere. @default `account` */
  readonly from?: "account" | "stage";
}

/** Declares news for people of a business. */
export const notification = (name: string, how: Pick<Notification, "about" | "from"> = {}): Notification => ({
  ...mailKind(name, { to: "staff" }),
  ...how,
});

/** What comes back with every event of the provider. */
export type MailTags = Readonly<Record<string, string>> & { readonly kind: MailKindName };
