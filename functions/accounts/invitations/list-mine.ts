import { ok, personUseCase } from "../../../shared/app/use-case.ts";
import { keys, partitions } from "../../../shared/db/keys.ts";
import { accounts } from "../../../shared/entities/account.ts";
import { invitations, invitedAddresses, statusAt } from "../../../shared/entities/invitation.ts";
import { hashOf } from "../../../shared/ids.ts";
import type { AccountsDeps } from "../deps.ts";
import { routes } from "../manifest.ts";

const MOST = 100;

/** What the person who calls is invited to, by the address that is proven to be theirs. */
export const listMyInvitations = personUseCase(
  routes.listMyInvitations,
  async ({ person: { id }, now }, { people, table }: AccountsDeps) => {
    const person = await (await people()).find(id);
    if (!person?.verified) return ok({ data: [] });
    const { items } = await table.global.list(invitedAddresses, partitions.invited(hashOf(person.email)), {
      limit: MOST,
    });
    const found = await Promise.all(
      items.map(async ({ accountId, invitationId }) => {
        const db = table.of(accountId);
        const [account, invitation] = await Promise.all([
          db.get(accounts, keys.account(accountId)),
          db.get(invitations, keys.of(accountId, invitationId)),
        ]);
        if (!account || !invitation || statusAt(invitation, now) !== "pending") return [];
        const { role, expiresAt } = invitation;
        return [{ id: invitationId, accountId, accountName: account.name, role, expiresAt }];
      }),
    );
    return ok({ data: found.flat() });
  },
);
