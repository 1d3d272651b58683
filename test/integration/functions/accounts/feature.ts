import { useCases } from "../../../../functions/accounts/api.ts";
import { addressCode, invitation, member as memberKind, passwordReset } from "../../../../functions/accounts/kinds.ts";
import { mailPeople } from "../../../../functions/accounts/mail-people.ts";
import { routes } from "../../../../functions/accounts/manifest.ts";
import { api } from "../../../../shared/app/api.ts";
import { fromStored } from "../../../../shared/db/entity.ts";
import { keys } from "../../../../shared/db/keys.ts";
import { members } from "../../../../shared/entities/account.ts";
import { addressCodeKey, addressCodes } from "../../../../shared/entities/address-code.ts";
import { INSTALLATION } from "../../../../shared/entities/installation.ts";
import { invitationIdOf, invitations } from "../../../../shared/entities/invitation.ts";
import { passwordResetKey, passwordResets } from "../../../../shared/entities/password-reset.ts";
import type { Role } from "../../../../shared/http/scopes.ts";
import { type AccountId, hashOf } from "../../../../shared/ids.ts";
import { call } from "../../../support/call.ts";
import { type TestSettings, testDeps } from "../../../support/deps.ts";
import { testTable } from "../../../support/dynamodb.ts";
import { testMailbox, tokenIn } from "../../../support/mailbox.ts";
import { testPeople } from "../../../support/people.ts";
import { told, toldOf } from "../../../support/told.ts";

export const PASSWORD = "Atelier-2026";

/** The feature on an empty table, with a user pool and a mailbox in memory. */
export const accountsFeature = async (settings: TestSettings = {}) => {
  const { table, client, tableName } = await testTable();
  const people = testPeople();
  const mailbox = testMailbox();
  const deps = {
    ...testDeps(table, settings),
    people: async () => people,
    signUpOpen: true,
    publicUrl: "https://p.example",
  };
  const mailing = { ...deps, mailer: mailbox, senderEmail: "mail@clientele.example" };
  const handler = api(() => deps, useCases);
  let addresses = 0;
  const anAddress = () => `person-${++addresses}@garage.example`;

  const headersFor = (accessToken: string, accountId: string) => ({
    authorization: `Bearer ${accessToken}`,
    "clientele-account": accountId,
  });

  /** The event by which a change wakes the worker that writes to people. */
  const tell = async (event: Parameters<typeof mailPeople>[0]) => {
    await mailPeople(event, mailing);
    return mailbox.sent.at(-1);
  };
  const tellInvited = async (accountId: string, id: string) => {
    const db = table.of(accountId as AccountId);
    return tell(await toldOf(db, invitation.mail_queued, invitations, keys.of(db.accountId, id)));
  };

  /** What the e-mail of an invitation brings. */
  const tokenOf = async (accountId: string, id: string): Promise<string> =>
    tokenIn((await tellInvited(accountId, id)) ?? { text: "" });
  const acceptAs = async (id: string, accountId: string, body: object = {}, headers = {}) =>
    call(handler, routes.acceptInvitation, {
      params: { id },
      headers,
      body: { token: await tokenOf(accountId, id), ...body },
    });

  /** The token of the e-mail that follows from asking for a new password; empty where none goes out. */
  const resetTokenOf = async (email: string): Promise<string> => {
    const sent = mailbox.sent.length;
    const id = hashOf(email);
    const asked = await table.of(INSTALLATION).get(passwordResets, passwordResetKey(id));
    if (asked) await tell(told(passwordReset.created, passwordResets, asked));
    return mailbox.sent.length > sent ? tokenIn(mailbox.sent.at(-1) ?? { text: "" }) : "";
  };

  /** The code of the e-mail that follows from a change. */
  const codeFor = async (accountId: string, id: string): Promise<string> => {
    const db = table.of(accountId as AccountId);
    const member = id.startsWith("mem_") ? await db.get(members, keys.of(db.accountId, id)) : undefined;
    if (member) await tell(told(memberKind.created, members, member));
    const asked = await db.get(addressCodes, addressCodeKey(db.accountId, id));
    const mail = asked && (await tell(told(addressCode.updated, addressCodes, asked)));
    return /\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/.exec(mail?.text ?? "")?.[0] ?? "";
  };

  /** A new business, through the front door; its owner has proven the address, unless told. */
  const aBusiness = async (email = anAddress(), { proven = true, name = "Garage Tremblay" } = {}) => {
    const owner = { email, password: PASSWORD, name: "Marie Tremblay" };
    const body = { name, country: "CA", language: "fr", owner };
    const { status, body: account } = await call(handler, routes.signUp, { body });
    if (status !== 201) throw new Error(`Sign-up was answered with ${status}.`);
    const person = await people.find(email);
    if (proven && person) await people.confirmAddress(person);
    return {
      account,
      email,
      owner: account.owner,
      personId: person?.personId ?? "",
      accessToken: account.session.accessToken,
      headers: headersFor(account.session.accessToken, account.id),
    };
  };

  type Business = Awaited<ReturnType<typeof aBusiness>>;

  /** Somebody whom the owner invited and who has accepted. */
  const aColleague = async (business: Business, role: Role, email = anAddress()) => {
    const { body: invited } = await call(handler, routes.inviteMember, {
      headers: business.headers,
      body: { email, name: `A ${role}`, role },
    });
    const id = invitationIdOf(invited.id);
    const { status, body, text } = await acceptAs(id, business.account.id, { password: PASSWORD });
    if (status !== 200) throw new Error(`The invitation was answered with ${status}: ${text}`);
    const { body: session } = await call(handler, routes.signIn, { body: { email, password: PASSWORD } });
    const member = { ...invited, id: body.memberId };
    return { member, email, session, headers: headersFor(session.accessToken, business.account.id) };
  };

  /** A key made by the owner. */
  const aKey = async (business: Business, scopes: readonly string[]) => {
    const { body } = await call(handler, routes.createApiKey, {
      headers: business.headers,
      body: { name: "A key", scopes },
    });
    return { key: body, headers: { authorization: `Bearer ${body.secret}` } };
  };

  const storedInvitation = async (accountId: string, id: string) => {
    const db = table.of(accountId as AccountId);
    const { items } = await db.listStored({ pk: `${accountId}#${id}` }, { limit: 1, prefix: "@" });
    return items[0] && fromStored(invitations, items[0]);
  };

  return {
    table,
    client,
    tableName,
    deps,
    handler,
    people,
    mailbox,
    anAddress,
    aBusiness,
    aColleague,
    aKey,
    tokenOf,
    acceptAs,
    resetTokenOf,
    codeFor,
    tellInvited,
    storedInvitation,
  };
};
