import { invitationMailKind } from "../../functions/accounts/mails.ts";
import { accounts } from "../../functions/accounts/manifest.ts";
import { accountPages } from "../../functions/accounts/pages-manifest.ts";
import type { AppStack } from "../stacks/app-stack.ts";
import { Feature } from "./feature.ts";

/** Accounts, their people and keys, and signing in. */
export class Accounts extends Feature {
  constructor(app: AppStack) {
    super(app, accounts);
    const api = this.api();
    app.people.grantEnrol(api);
    api.setVariable("SIGN_UP", app.settings.signUp);
    // What people answer on them goes to the API.
    this.pages(accountPages);

    const mailPeople = this.worker("mail-people");
    app.table.grantWrite(mailPeople);
    app.email.grantSend(mailPeople);
    app.people.grantFind(mailPeople);
    const types = [
      "invitation.mail_queued",
      ...["password_reset.created", "password_reset.updated"],
      ...["address_code.created", "address_code.updated", "member.created"],
    ];
    this.on({ types }, "people-mails", mailPeople, {
      impact: "Invitations, links for a new password and codes do not go out: people cannot join, or come back.",
    });

    const noteInvitation = this.worker("note-invitation");
    app.table.grantWrite(noteInvitation);
    this.onMailEvents([invitationMailKind], "invitation-mail-events", noteInvitation, {
      impact: "Invitations say `sent` of e-mails that bounced: their people wait for nothing.",
    });
  }
}
