import { type Answer, created, publicUseCase } from "../../shared/app/use-case.ts";
import { keys } from "../../shared/db/keys.ts";
import { insert } from "../../shared/db/writes.ts";
import { type Account, accounts, type Member, members, memberships } from "../../shared/entities/account.ts";
import { AppError, invalid } from "../../shared/errors.ts";
import { derivedId } from "../../shared/ids.ts";
import { emailAddress } from "../../shared/text/email-address.ts";
import { countryDefaults } from "./country-defaults.ts";
import type { AccountsDeps } from "./deps.ts";
import { routes } from "./manifest.ts";
import { firstOwner } from "./owners.ts";
import type { People } from "./people.ts";
import { presentAccount, presentSession } from "./present.ts";

/** Opens an account with its first owner. @throws forbidden where the stage has closed sign-up */
export const signUp = publicUseCase(routes.signUp, async ({ body, headers, now }, deps: AccountsDeps) => {
  const { ids, table, signUpOpen, publicUrl } = deps;
  if (!signUpOpen) throw new AppError("forbidden", "Accounts are not opened this way here: ask whoever runs it.");
  const { owner, ...given } = body;
  const email = emailAddress(owner.email);
  if (!email) throw invalid("/owner/email", "Not an e-mail address");
  const setting = settled(given);

  const session = await registered(await deps.people(), { ...owner, email });
  const { personId, verified } = session;
  const repeated = headers["idempotency-key"];
  const id = repeated ? derivedId("account", personId, repeated) : ids.next("account");
  if (repeated) {
    const earlier = await table.global.get(memberships, keys.membership(personId, id));
    const account = earlier && (await table.of(id).get(accounts, keys.account(id)));
    if (account) return opened(account, { id: earlier.memberId, email, name: owner.name }, session, publicUrl);
  }

  const memberId = ids.next("member");
  const at = now.toISOString();
  const birth = { version: 1, createdAt: at, createdBy: memberId, updatedAt: at, updatedBy: memberId, source: "app" };
  const account: Account = { id, ...setting, settings: {}, ownerEmail: email, ...birth };
  const rights = { role: "owner", editClients: true } as const;
  const member: Member = {
    id: memberId,
    accountId: id,
    personId,
    email,
    name: owner.name,
    ...rights,
    // Its code follows from this.
    ...(verified ? {} : { address: "unproven" }),
    status: "active",
    ...birth,
  };
  return {
    ...opened(account, member, session, publicUrl),
    in: id,
    writes: [
      insert(accounts, account, () => new AppError("request-in-progress")),
      insert(members, member),
      insert(memberships, { personId, accountId: id, memberId, ...rights, joinedAt: at }),
      firstOwner(id, memberId),
    ],
  };
});

const opened = (
  account: Account,
  owner: Pick<Member, "id" | "email" | "name">,
  session: Awaited<ReturnType<People["register"]>>,
  publicUrl: string,
): Answer =>
  created(
    {
      ...presentAccount(account, publicUrl),
      owner: { ...owner, emailVerified: session.verified },
      session: presentSession(session),
    },
    [],
  );

/** What was not said follows from the country. */
const settled = (given: { name: string; country: string; currency?: string; timeZone?: string; language?: string }) => {
  const usual = countryDefaults[given.country];
  const say = (field: "currency" | "timeZone" | "language") => {
    const value = given[field] ?? usual?.[field];
    if (value === undefined) throw invalid(`/${field}`, `Required: ${given.country} has no default`);
    return value;
  };
  const { name, country } = given;
  return { name, country, currency: say("currency"), timeZone: say("timeZone"), language: say("language") };
};

const registered = async (people: People, person: Parameters<People["register"]>[0]) => {
  try {
    return await people.register(person);
  } catch (error) {
    if (error instanceof AppError && error.code === "unauthenticated")
      throw new AppError("unauthenticated", "This address signs in already, with another password.");
    throw error;
  }
};
