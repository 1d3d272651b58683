import * as z from "zod/mini";
import {
  callToActionKinds,
  campaignStatuses,
  pauseReasons,
  resendTargets,
  testMetrics,
  testStates,
} from "../../shared/entities/campaign.ts";
import { skipReasons, type Tallied, tallied, testTallied } from "../../shared/entities/campaign-chunk.ts";
import { filterShape } from "../../shared/filters/filter-schema.ts";
import * as field from "../../shared/http/fields.ts";
import { lazy } from "../../shared/lazy.ts";
import { warnings } from "./drafts/warnings.ts";
import { isLinkable } from "./mail/link-address.ts";
import { recipientStates } from "./tracking/recipient-states.ts";

const { input, list, literal, nullable, oneOf, optional, output, text, union, url } = field;

const languages = ["fr", "en"] as const;

/** Where a button leads: a web page, or with the kind `link` also a phone number or an e-mail address. */
const buttonAddress = lazy(() =>
  text(1, 2048).check(
    z.meta({ pattern: "^([hH][tT][tT][pP][sS]?://|mailto:|tel:|sms:).+$" }),
    z.refine(
      (address) => isLinkable(address) && URL.canParse(address),
      "Expected an address that begins with https://, mailto:, tel: or sms:",
    ),
  ),
);
const callToAction = lazy(() =>
  input({ kind: oneOf(callToActionKinds), url: buttonAddress(), label: optional(text(1, 100)) }),
);

const contentShape = lazy(() => ({
  subject: text(1, 200),
  title: text(1, 200),
  body: field.lines(1, 20_000),
  buttonLabel: text(1, 100),
  imageUrl: url(),
  imageDocumentId: field.id("document"),
}));

const content = lazy(() => {
  const { subject, title, body, buttonLabel, imageUrl, imageDocumentId } = contentShape();
  return input({
    subject: optional(subject),
    title: optional(title),
    body: optional(body),
    buttonLabel: optional(buttonLabel),
    imageUrl: optional(imageUrl),
    imageDocumentId: optional(imageDocumentId),
  });
});

const translations = lazy(() => input({ fr: optional(content()), en: optional(content()) }));

const audience = lazy(() =>
  union([
    input({ clientIds: list(field.id("client"), 1000).check(z.minLength(1)) }),
    input({
      filter: input({
        ...filterShape(),
        status: optional(literal("active", "A campaign goes to active clients")),
        includeDisabled: optional(literal(false, "A campaign does not go to disabled clients")),
      }),
    }),
    input({ all: literal(true) }),
  ]),
);

const MOST_SUBJECTS = 4;
const subjects = lazy(() => list(text(1, 200), MOST_SUBJECTS).check(z.minLength(2)));

const abTest = lazy(() =>
  input({
    subjects: subjects(),
    translations: optional(input({ fr: optional(subjects()), en: optional(subjects()) })),
    samplePercent: field.integer(1, 90),
    waitMinutes: field.integer(1, 7 * 24 * 60),
    metric: oneOf(testMetrics),
  }),
);

export const newCampaign = lazy(() =>
  input({
    id: optional(field.id("campaign")),
    name: text(1, 200),
    channel: oneOf(["email"]),
    callToAction: optional(callToAction()),
    content: optional(content()),
    translations: optional(translations()),
    audience: optional(audience()),
    optedInOnly: optional(field.boolean()),
    abTest: optional(abTest()),
  }),
);

export const campaignPatch = lazy(() => {
  const patch = field.patchOf(contentShape());
  return input({
    name: optional(text(1, 200)),
    callToAction: optional(nullable(callToAction())),
    content: optional(nullable(patch)),
    translations: optional(nullable(input({ fr: optional(nullable(patch)), en: optional(nullable(patch)) }))),
    audience: optional(nullable(audience())),
    abTest: optional(nullable(abTest())),
    optedInOnly: optional(field.boolean()),
  });
});

const counter = () => field.integer(0, Number.MAX_SAFE_INTEGER);

const reasons = () => list(output({ reason: field.shown(), count: counter() }), 20);

export const stats = lazy(() =>
  output({
    /** The audience at the time of sending, and those of it who did not become recipients then, by reason. */
    matched: counter(),
    excludedFor: reasons(),
    recipients: counter(),
    ...(Object.fromEntries(tallied.map((name) => [name, counter()])) as Record<Tallied, ReturnType<typeof counter>>),
    /** Those who were left out when their turn came, by reason. */
    skippedFor: list(output({ reason: oneOf(skipReasons), count: counter() }), skipReasons.length),
  }),
);

const writtenContent = lazy(() =>
  output({
    subject: optional(field.shown()),
    title: optional(field.shown()),
    body: optional(field.shown()),
    buttonLabel: optional(field.shown()),
    imageUrl: optional(field.shown()),
    imageDocumentId: optional(field.shown()),
  }),
);

const shownTest = lazy(() =>
  output({
    subjects: list(field.shown(), MOST_SUBJECTS),
    translations: optional(
      output({ fr: optional(list(field.shown(), MOST_SUBJECTS)), en: optional(list(field.shown(), MOST_SUBJECTS)) }),
    ),
    samplePercent: counter(),
    waitMinutes: counter(),
    metric: oneOf(testMetrics),
    state: optional(oneOf(testStates)),
    endsAt: optional(field.shown()),
    winner: optional(counter()),
    results: optional(
      list(
        output({
          subject: field.shown(),
          ...(Object.fromEntries(testTallied.map((name) => [name, counter()])) as Record<
            (typeof testTallied)[number],
            ReturnType<typeof counter>
          >),
        }),
        MOST_SUBJECTS,
      ),
    ),
  }),
);

export const campaignShape = lazy(() => ({
  id: field.id("campaign"),
  name: field.shown(),
  channel: oneOf(["email"]),
  callToAction: optional(
    output({ kind: oneOf(callToActionKinds), url: field.shown(), label: optional(field.shown()) }),
  ),
  content: writtenContent(),
  translations: optional(output({ fr: optional(writtenContent()), en: optional(writtenContent()) })),
  audience: optional(audience()),
  optedInOnly: field.boolean(),
  status: oneOf(campaignStatuses),
  pauseReason: optional(oneOf(pauseReasons)),
  waitingFor: optional(oneOf(["daily_limit"])),
  waitingUntil: optional(field.shown()),
  abTest: optional(shownTest()),
  resentFrom: optional(field.shown()),
  resentTo: optional(oneOf(resendTargets)),
  scheduledAt: optional(field.shown()),
  startedAt: optional(field.shown()),
  finishedAt: optional(field.shown()),
  ...field.provenance,
}));

export const campaign = lazy(() =>
  output({
    ...campaignShape(),
    stats: stats(),
    /** What speaks against sending it so; said when it is sent. */
    warnings: optional(list(oneOf(warnings), 10)),
  }),
);
/** Counters are read with each campaign itself, not with the list. */
export const campaignPage = lazy(() => field.pageOf(output(campaignShape())));
export const listQuery = lazy(() => field.query(field.pageQuery));

export const audienceRequest = lazy(() => input({ exact: optional(field.boolean()) }));
export const audienceSummary = lazy(() =>
  output({
    matched: counter(),
    /** False where several filters, a text or an earlier campaign choose more than were counted: there are at least `matched`. */
    matchedExact: field.boolean(),
    included: counter(),
    excluded: reasons(),
    /** False where `included` and `excluded` are those of the first `counted` clients, scaled up to `matched`. */
    exact: field.boolean(),
    counted: counter(),
    /** What speaks against sending it so. */
    warnings: list(oneOf(warnings), 10),
  }),
);

export const previewRequest = lazy(() =>
  input({
    clientId: optional(field.id("client")),
    language: optional(oneOf(languages)),
    variant: optional(field.integer(0, MOST_SUBJECTS - 1)),
  }),
);
export const preview = lazy(() =>
  output({
    language: oneOf(languages),
    subject: field.shown(),
    html: z.string(),
    text: z.string(),
    /** What speaks against sending it so. */
    warnings: list(oneOf(warnings), 10),
  }),
);

export const testRequest = lazy(() =>
  input({
    to: optional(field.email()),
    clientId: optional(field.id("client")),
    language: optional(oneOf(languages)),
    variant: optional(field.integer(0, MOST_SUBJECTS - 1)),
  }),
);
export const testAnswer = lazy(() => output({ to: field.shown() }));

export const nothing = lazy(() => input({}));

export const sendRequest = lazy(() => input({ at: optional(field.isoDateTime()) }));
export const resendRequest = lazy(() =>
  input({
    to: oneOf(resendTargets),
    audience: optional(audience()),
    name: optional(text(1, 200)),
    subject: optional(text(1, 200)),
    at: optional(field.isoDateTime()),
  }),
);
export const winnerRequest = lazy(() => input({ subject: field.integer(0, MOST_SUBJECTS - 1) }));

export const recipientQuery = lazy(() =>
  field.query({
    state: optional(oneOf(recipientStates)),
    reason: optional(oneOf(skipReasons)),
    variant: optional(field.wholeNumber(0, MOST_SUBJECTS - 1)),
    ...field.pageQuery,
  }),
);
export const recipientPage = lazy(() =>
  field.pageOf(
    output({
      clientId: field.shown(),
      name: optional(field.shown()),
      email: optional(field.shown()),
      outcome: field.shown(),
      variant: optional(counter()),
      events: list(field.shown(), 20),
    }),
  ),
);
