import * as z from "zod/mini";
import { notificationKinds } from "../../shared/entities/account.ts";
import * as field from "../../shared/http/fields.ts";
import { newPassword, password } from "../../shared/http/password.ts";
import { roles } from "../../shared/http/scopes.ts";
import { lazy } from "../../shared/lazy.ts";
import { scopes } from "../kinds.ts";
import { columnNames } from "./columns.ts";

const { boolean, input, nullable, oneOf, optional, output, patchOf, provenance, text } = field;

const scopeList = lazy(() => z.array(oneOf(scopes)));

// The account

/** An address in it could be taken for the one that the e-mail comes from. */
const senderName = lazy(() => text(1, 64).check(field.pattern(/^[^@<>]*$/, "A name holds no @, < or >")));
/** An E.164 number, or the up to eleven letters and digits that carriers show as a name (GSM 03.40). */
const smsSender = lazy(() =>
  z
    .string()
    .check(field.pattern(/^(\+[1-9]\d{5,14}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11})$/, "Not a number or a sender name")),
);

const color = lazy(() => z.string().check(field.pattern(/^#[0-9a-fA-F]{6}$/, "Expected a colour like #0b5394")));

export const accountPatch = lazy(() =>
  input({
    name: optional(text(1, 200)),
    country: optional(field.country()),
    currency: optional(field.currency()),
    timeZone: optional(field.timeZone()),
    language: optional(field.language()),
    senderEmail: optional(nullable(field.email())),
    senderName: optional(nullable(senderName())),
    smsSender: optional(nullable(smsSender())),
    postalAddress: optional(nullable(field.lines(5, 300))),
    phone: optional(nullable(field.phone())),
    website: optional(nullable(field.url())),
    replyTo: optional(nullable(field.email())),
    accentColor: optional(nullable(color())),
    settings: optional(
      patchOf({ ...switches(), campaignDailyLimit: dailyLimit(), documentRequestMessage: patchOf(wordings()) }),
    ),
  }),
);

/** At least a chunk of fifty: less could not be used up. */
const dailyLimit = () => field.integer(50, 100_000_000);

/** The account's own words, in each language that we write. */
const wordings = lazy(() => ({ fr: field.lines(1, 5000), en: field.lines(1, 5000) }));

/** Everything an account can switch on; all are off until it does. */
const switches = lazy(() => ({
  requireIfMatch: boolean(),
  restrictFieldToAssigned: boolean(),
  uniqueNames: boolean(),
  uniqueEmails: boolean(),
  uniqueMobiles: boolean(),
}));

export const accountShape = lazy(() => ({
  id: z.string(),
  name: z.string(),
  country: z.string(),
  currency: z.string(),
  timeZone: z.string(),
  language: z.string(),
  senderEmail: optional(z.string()),
  /** Whether the mailbox is proven to be the account's: only then e-mails come from it. */
  senderEmailVerified: optional(z.boolean()),
  senderName: optional(z.string()),
  smsSender: optional(z.string()),
  postalAddress: optional(z.string()),
  phone: optional(z.string()),
  website: optional(z.string()),
  replyTo: optional(z.string()),
  accentColor: optional(z.string()),
  /** Where everybody sees it, and the document of the library that it is. */
  logo: optional(output({ url: z.string(), documentId: z.string() })),
  settings: output({
    ...switches(),
    campaignDailyLimit: optional(z.int()),
    documentRequestMessage: optional(output({ fr: optional(z.string()), en: optional(z.string()) })),
  }),
  ...provenance,
}));

export const account = lazy(() => output(accountShape()));

// Signing up and in

export const signUp = lazy(() =>
  input({
    name: text(1, 200),
    country: field.country(),
    currency: optional(field.currency()),
    timeZone: optional(field.timeZone()),
    language: optional(field.language()),
    owner: input({ email: field.email(), password: newPassword(), name: text(1, 200) }),
  }),
);

const tokenShape = lazy(() => ({ accessToken: z.string(), refreshToken: z.string(), expiresIn: z.int() }));

export const tokens = lazy(() => output(tokenShape()));

export const newAccount = lazy(() =>
  output({
    ...accountShape(),
    owner: output({ id: z.string(), email: z.string(), name: z.string(), emailVerified: z.boolean() }),
    session: tokens(),
  }),
);

export const credentials = lazy(() =>
  input({
    email: z.string().check(z.trim(), z.minLength(1), z.maxLength(254)),
    password: password(),
    newPassword: optional(newPassword()),
  }),
);

export const refreshRequest = lazy(() => input({ refreshToken: z.string().check(z.minLength(1), z.maxLength(8192)) }));

/** One of the accounts in which a person works. */
export const place = lazy(() =>
  output({
    id: z.string(),
    name: z.string(),
    memberId: z.string(),
    role: oneOf(roles),
    editClients: z.boolean(),
    /** Where the person works who names no account. */
    home: z.boolean(),
  }),
);

export const session = lazy(() => output({ ...tokenShape(), accounts: z.array(place()) }));

export const signOut = lazy(() =>
  input({
    refreshToken: optional(z.string().check(z.minLength(1), z.maxLength(8192))),
    everywhere: optional(boolean()),
  }),
);

export const passwordResetRequest = lazy(() =>
  input({ email: z.string().check(z.trim(), z.minLength(1), z.maxLength(254)) }),
);

export const newPasswordByLink = lazy(() =>
  input({ token: z.string().check(z.minLength(1), z.maxLength(200)), password: newPassword() }),
);

export const nothing = lazy(() => output({}));

/** As an e-mail says it: `7K3M-Q9TX`; small letters and without the dash as well. */
export const code = lazy(() => input({ code: text(8, 20) }));

export const passwordChange = lazy(() => input({ currentPassword: password(), newPassword: newPassword() }));

// The person who calls

const notificationFlags = <T extends z.ZodMiniType>(flag: T) =>
  Object.fromEntries(notificationKinds.map((kind) => [kind, flag])) as Record<(typeof notificationKinds)[number], T>;

const column = lazy(() =>
  z
    .string()
    .check(
      z.refine(
        (name) => (columnNames as readonly string[]).includes(name) || /^field\.[\w-]{1,60}$/.test(name),
        `Expected one of ${columnNames.join(", ")}, or field.<key>`,
      ),
    ),
);

const columnList = lazy(() =>
  z.array(column()).check(
    z.minLength(1),
    z.maxLength(60),
    z.refine((names) => new Set(names).size === names.length, "Expected every column once"),
  ),
);

export const mePatch = lazy(() =>
  input({
    name: optional(text(1, 200)),
    language: optional(nullable(field.language())),
    notifications: optional(nullable(patchOf(notificationFlags(boolean())))),
    away: optional(
      nullable(patchOf({ enabled: boolean(), message: field.lines(1, 2000), until: field.isoDateTime() })),
    ),
    columns: optional(nullable(patchOf({ clients: columnList() }))),
    home: optional(field.literal(true)),
  }),
);

export const person = lazy(() =>
  output({
    kind: z.literal("person"),
    id: z.string(),
    personId: z.string(),
    accountId: z.string(),
    email: z.string(),
    name: z.string(),
    role: oneOf(roles),
    editClients: z.boolean(),
    scopes: scopeList(),
    language: z.string(),
    notifications: output(notificationFlags(z.boolean())),
    away: output({ enabled: z.boolean(), message: optional(z.string()), until: optional(z.string()) }),
    columns: output({ clients: z.array(z.string()) }),
    ...provenance,
  }),
);

export const apiKeyShape = lazy(() => ({
  id: z.string(),
  name: z.string(),
  scopes: scopeList(),
  hint: z.string(),
  lastUsedAt: optional(z.string()),
  ...provenance,
}));

export const keyHolder = lazy(() => output({ kind: z.literal("api_key"), accountId: z.string(), ...apiKeyShape() }));

export const caller = lazy(() => z.union([person(), keyHolder()]));

// API keys

export const newApiKey = lazy(() =>
  input({ name: text(1, 100), scopes: z.array(oneOf(scopes)).check(z.minLength(1), z.maxLength(scopes.length)) }),
);

export const apiKey = lazy(() => output(apiKeyShape()));
export const apiKeyWithSecret = lazy(() => output({ ...apiKeyShape(), secret: z.string() }));
export const apiKeyPage = lazy(() => field.pageOf(apiKey()));

export const page = lazy(() => field.query(field.pageQuery));
export const places = lazy(() => field.pageOf(place()));
