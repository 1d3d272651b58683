import { AwsError, json } from "../answers.ts";
import type { BusEntry, Wiring } from "../contract.ts";
import { isRecord, recordsOf, textOf, textsOf } from "../read.ts";
import { notImplemented } from "../refusals.ts";
import type { ServiceHandler } from "./service.ts";

type Outcome = { EventId: string } | { ErrorCode: string; ErrorMessage: string };

/** PutEvents: entries that make no sense are refused one by one, the others go to the bus in one piece. */
export const eventsService =
  (putEvents: Wiring["putEvents"]): ServiceHandler =>
  async ({ operation, input }) => {
    if (operation !== "PutEvents") throw unavailable(operation);
    const entries = recordsOf(input.Entries);
    if (entries.length < 1 || entries.length > 10) {
      throw new AwsError("ValidationException", "Entries must have a length of 1 to 10", 400);
    }
    const read = entries.map(readEntry);
    const accepted = read.filter((entry) => "detailType" in entry);
    const ids = accepted.length > 0 ? await putEvents(accepted) : [];
    const outcomes = read.map((entry): Outcome => ("detailType" in entry ? { EventId: nextOf(ids) } : entry));
    const FailedEntryCount = read.length - accepted.length;
    return json({ FailedEntryCount, Entries: outcomes }, 200, "application/x-amz-json-1.1");
  };

const nextOf = (ids: { eventId: string }[]): string => {
  const next = ids.shift();
  if (!next) throw new Error("The bus gave fewer ids than it took events.");
  return next.eventId;
};

const readEntry = (entry: Record<string, unknown>): BusEntry | { ErrorCode: string; ErrorMessage: string } => {
  const { Source, DetailType, Detail, EventBusName, Time, Resources } = entry;
  for (const [name, value] of Object.entries({ Source, DetailType, Detail })) {
    if (!textOf(value))
      return {
        ErrorCode: "InvalidArgument",
        ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
      };
  }
  const detail = parsed(textOf(Detail));
  if (!isRecord(detail)) return { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };
  return {
    source: textOf(Source),
    detailType: textOf(DetailType),
    detail,
    busName: textOf(EventBusName).split("/").at(-1) || "default",
    ...(typeof Time === "number" && { time: new Date(Time * 1000) }),
    resources: textsOf(Resources),
  };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const unavailable = (operation: string): AwsError => {
  const { code, message, status } = notImplemented("events", operation);
  return new AwsError(code, message, status);
};
