import * as z from "zod/mini";
import { mailStates } from "../../shared/entities/mail-state.ts";
import * as field from "../../shared/http/fields.ts";
import { newPassword } from "../../shared/http/password.ts";
import { roles } from "../../shared/http/scopes.ts";
import { lazy } from "../../shared/lazy.ts";
import { tokens } from "./schemas.ts";

const { boolean, input, list, oneOf, optional, output, provenance, text } = field;

// Members

const invited = lazy(() => ({
  email: field.email(),
  name: optional(text(1, 200)),
  role: oneOf(roles),
  editClients: optional(boolean()),
  language: optional(field.language()),
}));

export const invitedMember = lazy(() => input({ id: optional(field.id("member")), ...invited() }));

export const memberPatch = lazy(() =>
  input({ name: optional(text(1, 200)), role: optional(oneOf(roles)), editClients: optional(boolean()) }),
);

export const member = lazy(() =>
  output({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    role: oneOf(roles),
    editClients: z.boolean(),
    language: optional(z.string()),
    /** `invited` until the person has accepted. */
    status: oneOf(["active", "invited"]),
    ...provenance,
  }),
);

export const memberPage = lazy(() => field.pageOf(member()));

// Invitations

export const newInvitation = lazy(() => input({ id: optional(field.id("invitation")), ...invited() }));

export const invitation = lazy(() =>
  output({
    id: z.string(),
    email: z.string(),
    name: optional(z.string()),
    role: oneOf(roles),
    editClients: z.boolean(),
    language: optional(z.string()),
    status: oneOf(["pending", "expired", "accepted", "declined"]),
    expiresAt: z.string(),
    mail: oneOf(mailStates),
    mailAt: optional(z.string()),
    mailError: optional(z.string()),
    mailBounce: optional(oneOf(["hard", "soft"])),
    ...provenance,
  }),
);

export const invitationPage = lazy(() => field.pageOf(invitation()));

/** What stands in the path of an e-mail's link. */
const token = lazy(() => z.string().check(z.minLength(1), z.maxLength(200)));

export const acceptance = lazy(() =>
  input({ token: optional(token()), name: optional(text(1, 200)), password: optional(newPassword()) }),
);

export const decline = lazy(() => input({ token: optional(token()) }));

export const acceptedPlace = lazy(() =>
  output({
    id: z.string(),
    name: z.string(),
    memberId: z.string(),
    role: oneOf(roles),
    editClients: z.boolean(),
    session: optional(tokens()),
  }),
);

export const myInvitations = lazy(() =>
  field.pageOf(
    output({
      id: z.string(),
      accountId: z.string(),
      accountName: z.string(),
      role: oneOf(roles),
      expiresAt: z.string(),
    }),
  ),
);

// Teams

const teamMembers = lazy(() => list(field.id("member"), 100));

export const newTeam = lazy(() =>
  input({ id: optional(field.id("team")), name: text(1, 100), memberIds: optional(teamMembers()) }),
);

export const teamPatch = lazy(() => input({ name: optional(text(1, 100)), memberIds: optional(teamMembers()) }));

export const team = lazy(() =>
  output({ id: z.string(), name: z.string(), memberIds: z.array(z.string()), ...provenance }),
);

export const teamPage = lazy(() => field.pageOf(team()));
