import type { Channel, Purpose } from "./imported-client.ts";

/** Fields of a client that take one text as it is written. */
const TEXT_FIELDS = ["name", "firstName", "lastName", "company", "type", "tax", "priceList"] as const;
/** Parts of a name that only serve to build it. */
const NAME_PARTS = ["middleName", "nameSuffix"] as const;
const SINGLE_FIELDS = [
  ...TEXT_FIELDS,
  ...NAME_PARTS,
  "email",
  "otherEmails",
  "mobile",
  "language",
  "tags",
  "note",
  "discountPercent",
  "id",
] as const;
const ADDRESS_PARTS = [
  "label",
  "line1",
  "streetNumber",
  "line2",
  "line3",
  "poBox",
  "city",
  "region",
  "postalCode",
  "postalCodeAndCity",
  "country",
  "formatted",
  "location.lat",
  "location.lng",
] as const;

export type TextField = (typeof TEXT_FIELDS)[number];
export type SingleField = (typeof SINGLE_FIELDS)[number];
export type AddressPart = (typeof ADDRESS_PARTS)[number];

/**
 * What a column is for. The columns of one phone or one address share a `group`: a number, or a word that becomes its
 * label (`home`, `billing` …).
 */
export type Target =
  | { kind: "single"; field: SingleField }
  | { kind: "phone"; group: string; part: "number" | "label" }
  | { kind: "address"; group: string; part: AddressPart }
  /** `refusal`: the column says who wants nothing, `unsubscribed`; what it does not say is no consent. */
  | { kind: "subscription"; channel: Channel; purpose: Purpose; refusal: boolean }
  | { kind: "custom"; key: string };

const SUBSCRIPTION = /^subscriptions\.(email|sms)\.(general|marketing)(\.refused)?$/;
const CUSTOM = /^fields\.(.+)$/;
const GROUP = /^(?:\d{1,2}|[a-z]{1,20})$/;
const UNNUMBERED = "0";

/**
 * Reads the name of a field in a mapping: `email`, `phones.2.number`, `addresses.billing.city`, `fields.colour`. The
 * group may be left out (`phones`, `addresses.city`) or written as an index (`addresses[0].city`). `undefined` when
 * there is no such field.
 */
export const readField = (path: string): Target | undefined => {
  const single = SINGLE_FIELDS.find((field) => field === path);
  if (single) return { kind: "single", field: single };
  const [, key] = CUSTOM.exec(path) ?? [];
  if (key) return { kind: "custom", key };
  const [list, ...rest] = path.replace(/\[(\d+)\]/g, ".$1").split(".");
  if (list === "phones") return phoneTarget(rest);
  if (list === "addresses") return addressTarget(rest);
  return list === "location" ? addressTarget([list, ...rest]) : subscriptionTarget(path);
};

const subscriptionTarget = (path: string): Target | undefined => {
  const [, channel, purpose, refused] = SUBSCRIPTION.exec(path) ?? [];
  if (!channel || !purpose) return undefined;
  return {
    kind: "subscription",
    channel: channel === "sms" ? "sms" : "email",
    purpose: purpose === "general" ? "general" : "marketing",
    refusal: refused !== undefined,
  };
};

const phoneTarget = (rest: readonly string[]): Target | undefined => {
  const last = rest.at(-1);
  const part = last === "label" ? "label" : "number";
  const groups = last === "label" || last === "number" ? rest.slice(0, -1) : rest;
  const group = groups[0] ?? UNNUMBERED;
  return groups.length <= 1 && GROUP.test(group) ? { kind: "phone", group, part } : undefined;
};

const addressTarget = (rest: readonly string[]): Target | undefined => {
  const first = rest[0] ?? "";
  const alone = partOf(rest);
  if (alone) return { kind: "address", group: UNNUMBERED, part: alone };
  const part = partOf(rest.slice(1));
  return part && GROUP.test(first) ? { kind: "address", group: first, part } : undefined;
};

const partOf = (path: readonly string[]): AddressPart | undefined =>
  ADDRESS_PARTS.find((part) => part === path.join("."));

/** The name of a field as mappings spell it. */
export const fieldPath = (target: Target): string => {
  switch (target.kind) {
    case "single":
      return target.field;
    case "phone":
      return `phones.${target.group}.${target.part}`;
    case "address":
      return `addresses.${target.group}.${target.part}`;
    case "subscription":
      return `subscriptions.${target.channel}.${target.purpose}${target.refusal ? ".refused" : ""}`;
    case "custom":
      return `fields.${target.key}`;
  }
};
