import { queueConsumer } from "../../shared/app/queue.ts";
import { env } from "../../shared/env.ts";
import type { DomainEvent } from "../../shared/events/event.ts";
import { readDomainEvent } from "../../shared/events/read-event.ts";
import { lazy } from "../../shared/lazy.ts";
import { buildMailingDeps } from "../../shared/messaging/mailing-deps.ts";
import { sendInvitation } from "./invitations/send.ts";
import { sendAddressCode } from "./own-address/send-code.ts";
import { sendPasswordReset } from "./password-resets/send.ts";
import type { PeopleMailDeps } from "./people-mail-deps.ts";

/** E-mails to the people who work in accounts, or are about to. */
export const mailPeople = (event: DomainEvent, deps: PeopleMailDeps): Promise<void> => {
  switch (event.type) {
    case "invitation.mail_queued":
      return sendInvitation(event, deps);
    case "password_reset.created":
    case "password_reset.updated":
      return sendPasswordReset(event, deps);
    default:
      return sendAddressCode(event, deps);
  }
};

const build = (): PeopleMailDeps => ({
  ...buildMailingDeps(),
  people: lazy(async () => {
    const { peopleOf } = await import("./cognito-people.ts");
    return peopleOf({ userPoolId: env.userPoolId(), clientId: env.userPoolClientId() });
  }),
});

export const handler = queueConsumer(readDomainEvent, build, mailPeople);
