import { manifest, route } from "../../shared/http/contract.ts";
import { jobAnswer } from "../../shared/http/fields.ts";
import * as schema from "./schemas.ts";

const read = "campaigns:read";
const write = "campaigns:write";

const example = {
  name: "Changement de pneus",
  channel: "email",
  callToAction: { kind: "link", url: "https://garage.example/rendez-vous", label: "Prendre rendez-vous" },
  content: {
    subject: "{client_first_name|Bonjour}, vos pneus d'hiver vous attendent",
    title: "L'hiver arrive",
    body: "Bonjour {client_first_name|cher client},\n\nRéservez **avant le 15 novembre** :\n\n- pose et équilibrage\n- entreposage",
    buttonLabel: "Réserver ma place",
  },
  audience: { filter: { tag: "VIP" } },
  optedInOnly: true,
};

export const routes = {
  list: route("GET /v1/campaigns", {
    summary: "List campaigns, newest first",
    access: read,
    visibility: "all",
    query: schema.listQuery,
    answers: { 200: schema.campaignPage },
  }),
  create: route("POST /v1/campaigns", {
    summary: "Write a campaign",
    description:
      "A draft: nothing is sent. The body is CommonMark without headings, pictures and HTML. `{client_first_name}`, `{client_last_name}`, `{client_full_name}`, `{client_company}` and custom fields by their key are filled in for each client, `{plate|your car}` with a fallback; one that no client can have is refused. The button leads to a web page, or with the kind `link` also to `tel:`, `sms:` or `mailto:`.",
    access: write,
    visibility: "all",
    body: schema.newCampaign,
    answers: { 201: schema.campaign },
    versioned: true,
    example: { body: example },
  }),
  get: route("GET /v1/campaigns/{id}", {
    summary: "Read a campaign and how its sending stands",
    access: read,
    visibility: "all",
    answers: { 200: schema.campaign },
    versioned: true,
  }),
  update: route("PATCH /v1/campaigns/{id}", {
    summary: "Change a draft",
    access: write,
    visibility: "all",
    body: schema.campaignPatch,
    answers: { 200: schema.campaign },
    versioned: true,
    example: { body: { content: { title: "Déjà l'hiver" } } },
  }),
  remove: route("DELETE /v1/campaigns/{id}", {
    summary: "Delete a draft",
    access: write,
    visibility: "all",
    answers: { 204: "empty" },
    versioned: true,
  }),
  preview: route("POST /v1/campaigns/{id}/preview", {
    summary: "The e-mail as a client would get it",
    description:
      "Without `clientId`, attributes show their fallbacks; `variant` is the place of a subject in an A/B test, the first one unless told.",
    access: read,
    visibility: "all",
    body: schema.previewRequest,
    answers: { 200: schema.preview },
    example: { body: { language: "fr" } },
  }),
  test: route("POST /v1/campaigns/{id}/test", {
    summary: "Send the e-mail to oneself",
    description: "To the caller, or to another member of the account. It counts in no statistics.",
    access: write,
    visibility: "all",
    body: schema.testRequest,
    answers: { 202: schema.testAnswer },
    example: { body: { language: "fr" } },
  }),
  audience: route("POST /v1/campaigns/{id}/audience", {
    summary: "Who would get it now, and why the others would not",
    description:
      'The first clients, 10,000 at most, are counted one by one; where there are more, `exact` is false, and `included` and `excluded` are those of the first `counted`, scaled up to `matched`. `"exact": true` has all of them counted by a job instead, whose `counts` hold `matched`, `included` and each reason. Where what addresses have said is more than a request reads, `exact` is false as well; where a campaign to others leaves out more than 10,000 earlier recipients, the answer is 409, and the job counts. `warnings` say what speaks against sending it so. `too_few_to_test`: with so many recipients the subjects of its A/B test are not tried, and all get the first; each must be tried on 20.',
    access: read,
    visibility: "all",
    body: schema.audienceRequest,
    answers: { 200: schema.audienceSummary, 202: jobAnswer },
    example: { body: {} },
  }),
  send: route("POST /v1/campaigns/{id}/send", {
    summary: "Send a campaign, now or later",
    description:
      "`at` is a moment within a year; until then the campaign is `scheduled`. The recipients are those of the moment it is sent; who unsubscribes before their turn is left out. Clients that share an address get it once, also where an address is corrected meanwhile. Subjects are tried where `samplePercent` of the recipients are at least 20 for each; otherwise `abTest.state` is `too_few`, and all get the first.",
    access: write,
    visibility: "all",
    body: schema.sendRequest,
    answers: { 202: schema.campaign },
    versioned: true,
    example: { body: {} },
  }),
  resend: route("POST /v1/campaigns/{id}/resend", {
    summary: "Send a campaign that is over again",
    description:
      "Answers a new campaign, with counters of its own. `same`: to those who got it; `not_opened`: to those of them who neither viewed nor clicked, whatever machines did; `others`: to everybody of the audience, or of another one, who did not get it. Whom that means is decided when it is sent; who has unsubscribed by then is left out.",
    access: write,
    visibility: "all",
    body: schema.resendRequest,
    answers: { 202: schema.campaign },
    versioned: true,
    example: { body: { to: "others", audience: { all: true } } },
  }),
  winner: route("POST /v1/campaigns/{id}/winner", {
    summary: "Choose the subject of an A/B test that the rest gets",
    description: "Before the time of the test is over, when the better subject is chosen by itself.",
    access: write,
    visibility: "all",
    body: schema.winnerRequest,
    answers: { 202: schema.campaign },
    versioned: true,
    example: { body: { subject: 0 } },
  }),
  pause: route("POST /v1/campaigns/{id}/pause", {
    summary: "Pause the sending, or make a scheduled campaign a draft again",
    access: write,
    visibility: "all",
    body: schema.nothing,
    answers: { 200: schema.campaign },
    versioned: true,
    example: { body: {} },
  }),
  resume: route("POST /v1/campaigns/{id}/resume", {
    summary: "Go on with a paused sending",
    access: write,
    visibility: "all",
    body: schema.nothing,
    answers: { 202: schema.campaign },
    versioned: true,
    example: { body: {} },
  }),
  cancel: route("POST /v1/campaigns/{id}/cancel", {
    summary: "End the sending for good",
    access: write,
    visibility: "all",
    body: schema.nothing,
    answers: { 200: schema.campaign },
    versioned: true,
    example: { body: {} },
  }),
  stats: route("GET /v1/campaigns/{id}/stats", {
    summary: "The counters of a campaign, live",
    description:
      "`skipped` are recipients who were left out when their turn came, because of what had changed since they were chosen; `skippedFor` counts them by reason. `withheld` are those among `bounced` whom the provider never wrote to, since their address had bounced or complained before. `viewed` and `clicked` are people; `machineOpens` and `machineClicks` are mailboxes that load every picture, such as Apple's Mail Privacy Protection, and scanners that follow links. Machines decide neither A/B tests nor who has not opened an e-mail.",
    access: read,
    visibility: "all",
    answers: { 200: schema.stats },
  }),
  follow: route("GET /c/{token}", {
    summary: "Lead the reader of a campaign to its call to action",
    description:
      "What the button of an e-mail links to, where its effect can be told. It counts nothing by itself, since scanners follow links too.",
    access: "public",
    answers: { 302: "empty", 404: "page", 410: "page" },
  }),
  image: route("GET /i/{token}", {
    summary: "Show a picture of a campaign's e-mails, or a business's logo",
    description:
      "A redirection to where the picture is just now. What is no picture of a campaign and no logo is not found.",
    access: "public",
    answers: { 302: "empty" },
  }),
  recipients: route("GET /v1/campaigns/{id}/recipients", {
    summary: "The clients behind a number",
    description:
      "`variant` names a subject of an A/B test by its place: those it was tried on. `reason` names one of `skippedFor`: those who were left out for it when their turn came. `outcome` says it of each of them.",
    access: read,
    visibility: "all",
    query: schema.recipientQuery,
    answers: { 200: schema.recipientPage },
    example: { query: { state: "sent" } },
  }),
};

export const campaigns = manifest("campaigns", "E-mail campaigns", routes);
