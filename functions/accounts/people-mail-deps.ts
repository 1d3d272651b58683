import type { MailingDeps } from "../../shared/messaging/mailing-deps.ts";
import type { People } from "./people.ts";

/** What e-mails to the people of an account are made with. */
export interface PeopleMailDeps extends MailingDeps {
  people: () => Promise<Pick<People, "find">>;
}
