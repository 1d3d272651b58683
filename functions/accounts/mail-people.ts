import { on } from "../../shared/app/on.ts";
import { env } from "../../shared/env.ts";
import type { EventOf } from "../../shared/events/kind.ts";
import { lazy } from "../../shared/lazy.ts";
import { buildMailingDeps } from "../../shared/messaging/mailing-deps.ts";
import { sendInvitation } from "./invitations/send.ts";
import { addressCode, invitation, member, passwordReset } from "./kinds.ts";
import { askForCode, sendAddressCode } from "./own-address/send-code.ts";
import { sendPasswordReset } from "./password-resets/send.ts";
import type { PeopleMailDeps } from "./people-mail-deps.ts";

/** E-mails to the people who work in accounts, or are about to. */
export const mailPeople = (event: EventOf<(typeof mailed)[number]>, deps: PeopleMailDeps): Promise<void> => {
  switch (event.type) {
    case "invitation.mail_queued":
      return sendInvitation(event, deps);
    case "password_reset.created":
    case "password_reset.updated":
      return sendPasswordReset(event, deps);
    case "address_code.created":
    case "address_code.updated":
      return sendAddressCode(event, deps);
    case "member.created":
      return askForCode(event, deps);
  }
};

const mailed = [
  invitation.mail_queued,
  passwordReset.created,
  passwordReset.updated,
  addressCode.created,
  addressCode.updated,
  member.created,
] as const;

const build = (): PeopleMailDeps => ({
  ...buildMailingDeps(),
  people: lazy(async () => {
    const { peopleOf } = await import("./cognito-people.ts");
    return peopleOf({ userPoolId: env.userPoolId(), clientId: env.userPoolClientId() });
  }),
});

export const handler = on(mailed, build, mailPeople);
