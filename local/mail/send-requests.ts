/** Reads what SES v2 is asked to send, and refuses what SES would refuse. Source: SES API v2 reference, SES quotas. */
import { AwsError } from "../front-door/answers.ts";
import { isRecord, optionalText, recordOf, recordsOf, textOf, textsOf } from "../front-door/read.ts";
import { isAddress } from "./addresses.ts";
import { readMime } from "./mime.ts";
import type { Attachment, Content, EmailRecord, Entry, Header } from "./records.ts";

type Input = Record<string, unknown>;
export type SendRequest = Pick<
  EmailRecord,
  "operation" | "from" | "replyTo" | "configurationSet" | "content" | "entries"
>;

/** One entry of a bulk send: accepted, or the status and reason that SES gives for it alone. */
export type BulkEntry = { entry: Entry } | { status: "INVALID_PARAMETER"; error: string };

const mostRecipients = 50;
const mostEntries = 50;

export const readSendEmail = (input: Input): SendRequest => {
  const given = recordOf(input.Content);
  const content = readContent(given);
  const destination = readDestination(recordOf(input.Destination));
  const addressed = recipientsOf(destination).length > 0 ? destination : recipientsInMime(content);
  const fault = destinationFault(addressed);
  if (fault) throw badRequest(fault);
  const values = isRecord(given.Template) && { values: readValues(given.Template.TemplateData) };
  const entry = { ...addressed, tags: readTags(input.EmailTags), ...values };
  const sender = readSender({ ...input, FromEmailAddress: senderIn(input) });
  return { operation: "SendEmail", ...sender, content, entries: [entry] };
};

export const readSendBulkEmail = (input: Input): SendRequest & { outcomes: BulkEntry[] } => {
  const given = recordsOf(input.BulkEmailEntries);
  if (given.length < 1 || given.length > mostEntries)
    throw badRequest(`BulkEmailEntries must hold 1 to ${mostEntries} entries`);
  const template = recordOf(recordOf(input.DefaultContent).Template);
  const content = readContent({ Template: template });
  const defaults = readValues(template.TemplateData);
  const tags = readTags(input.DefaultEmailTags);
  const outcomes = given.map((entry) => readBulkEntry(entry, defaults, tags));
  const entries = outcomes.flatMap((outcome) => ("entry" in outcome ? [outcome.entry] : []));
  return { operation: "SendBulkEmail", ...readSender(input), content, entries, outcomes };
};

const readBulkEntry = (given: Input, defaults: Input, defaultTags: Record<string, string>): BulkEntry => {
  const destination = readDestination(recordOf(given.Destination));
  const fault = destinationFault(destination);
  if (fault) return { status: "INVALID_PARAMETER", error: fault };
  const replacement = recordOf(recordOf(given.ReplacementEmailContent).ReplacementTemplate);
  const headers = readHeaders(given.ReplacementHeaders);
  return {
    entry: {
      ...destination,
      values: { ...defaults, ...readValues(replacement.ReplacementTemplateData) },
      tags: { ...defaultTags, ...readTags(given.ReplacementTags) },
      ...(headers.length > 0 && { headers }),
    },
  };
};

const readSender = (input: Input): Pick<SendRequest, "from" | "replyTo" | "configurationSet"> => {
  const from = textOf(input.FromEmailAddress);
  if (!isAddress(from)) throw badRequest(from ? `Invalid from address <${from}>.` : "FromEmailAddress is required.");
  const configurationSet = optionalText(input.ConfigurationSetName);
  return { from, replyTo: textsOf(input.ReplyToAddresses), ...(configurationSet && { configurationSet }) };
};

/** The sender that the call names; for a whole MIME message, else the one in its own head. */
export const senderIn = (input: Input): string => {
  const mime = textOf(recordOf(recordOf(input.Content).Raw).Data);
  return optionalText(input.FromEmailAddress) ?? (mime ? headerInMime(mime, "from") : "");
};

const recipientsInMime = (content: EmailRecord["content"]): Entry => {
  if (content.kind !== "raw") return { to: [] };
  const listed = (name: string) =>
    headerInMime(content.mime, name)
      .split(",")
      .map((one) => one.trim())
      .filter(Boolean);
  return { to: listed("to"), cc: listed("cc"), bcc: listed("bcc") };
};

const headerInMime = (mime: string, wanted: string): string => {
  const { headers } = readMime(Buffer.from(mime, "base64"));
  return headers.find(({ name }) => name.toLowerCase() === wanted)?.value ?? "";
};

const readDestination = ({ ToAddresses, CcAddresses, BccAddresses }: Input): Entry => {
  const cc = textsOf(CcAddresses);
  const bcc = textsOf(BccAddresses);
  return { to: textsOf(ToAddresses), ...(cc.length > 0 && { cc }), ...(bcc.length > 0 && { bcc }) };
};

const recipientsOf = ({ to, cc = [], bcc = [] }: Entry): string[] => [...to, ...cc, ...bcc];

const destinationFault = (destination: Entry): string | undefined => {
  const all = recipientsOf(destination);
  if (all.length === 0) return "Destination must have at least one recipient.";
  if (all.length > mostRecipients) return `Recipient count exceeds ${mostRecipients}.`;
  const wrong = all.find((address) => !isAddress(address));
  return wrong === undefined ? undefined : `Invalid recipient address <${wrong}>.`;
};

const readContent = ({ Simple, Raw, Template }: Input): EmailRecord["content"] => {
  if (isRecord(Simple)) return { kind: "simple", ...readSimple(Simple) };
  if (isRecord(Raw)) return { kind: "raw", mime: textOf(Raw.Data) };
  if (!isRecord(Template)) throw badRequest("Content must be Simple, Raw or Template.");
  if (!isRecord(Template.TemplateContent)) {
    throw new AwsError("NotFoundException", `Template ${textOf(Template.TemplateName)} does not exist.`, 404);
  }
  const { Subject, Text, Html } = Template.TemplateContent;
  return { kind: "template", ...readParts(Subject, Text, Html), ...readExtras(Template) };
};

const readSimple = (message: Input): Content => {
  const body = recordOf(message.Body);
  return {
    ...readParts(recordOf(message.Subject).Data, recordOf(body.Text).Data, recordOf(body.Html).Data),
    ...readExtras(message),
  };
};

const readParts = (subject: unknown, text: unknown, html: unknown): Pick<Content, "subject" | "text" | "html"> => {
  if (!textOf(subject)) throw badRequest("The message has no subject.");
  if (!textOf(text) && !textOf(html)) throw badRequest("The message has neither a text nor an HTML part.");
  return {
    subject: textOf(subject),
    ...(textOf(text) && { text: textOf(text) }),
    ...(textOf(html) && { html: textOf(html) }),
  };
};

const readExtras = ({ Headers, Attachments }: Input): Pick<Content, "headers" | "attachments"> => ({
  headers: readHeaders(Headers),
  attachments: recordsOf(Attachments).map(readAttachment),
});

const readAttachment = ({ FileName, ContentType, RawContent, ContentId }: Input): Attachment => {
  if (!textOf(FileName) || !textOf(RawContent)) throw badRequest("An attachment needs FileName and RawContent.");
  const contentId = optionalText(ContentId);
  return {
    fileName: textOf(FileName),
    contentType: optionalText(ContentType) ?? "application/octet-stream",
    content: textOf(RawContent),
    ...(contentId && { contentId }),
  };
};

const readHeaders = (headers: unknown): Header[] => {
  const read = recordsOf(headers).map(({ Name, Value }) => ({ name: textOf(Name), value: textOf(Value) }));
  if (read.length > 15) throw badRequest("A message can carry at most 15 headers of its own.");
  const wrong = read.find(
    ({ name, value }) => !/^[\x21-\x39\x3b-\x7e]{1,126}$/.test(name) || !/^[\x20-\x7e]{1,870}$/.test(value),
  );
  if (wrong) throw badRequest(`Invalid header <${wrong.name}>.`);
  return read;
};

const readTags = (tags: unknown): Record<string, string> => {
  const read = recordsOf(tags).map(({ Name, Value }) => [textOf(Name), textOf(Value)] as const);
  if (read.length > 50) throw badRequest("A message can carry at most 50 tags.");
  const wrong = read.find((pair) => pair.some((text) => !/^[A-Za-z0-9_-]{1,256}$/.test(text)));
  if (wrong) throw badRequest(`Invalid tag <${wrong.join("=")}>: letters, digits, underscores and dashes only.`);
  return Object.fromEntries(read);
};

const readValues = (json: unknown): Record<string, unknown> => {
  if (json === undefined || json === "") return {};
  try {
    return recordOf(JSON.parse(textOf(json)));
  } catch {
    throw badRequest("The template data is not a JSON object.");
  }
};

const badRequest = (message: string): AwsError => new AwsError("BadRequestException", message, 400);
