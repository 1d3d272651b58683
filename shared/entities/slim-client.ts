import type { Slim } from "../db/entity.ts";
import { defaultSubscriptions, readSubscriptions, shortSubscriptions } from "./subscriptions.ts";

/**
 * What a stored client leaves out: an ordinary one with its index stays under 1 KB, so that it costs one write unit in the
 * table and one in each of its indexes.
 */
export const slimClient: Slim = {
  blank: {
    id: undefined,
    accountId: undefined,
    name: undefined,
    firstName: undefined,
    lastName: undefined,
    company: undefined,
    typeId: undefined,
    email: undefined,
    otherEmails: undefined,
    mobile: undefined,
    raw: undefined,
    phones: undefined,
    addresses: undefined,
    language: undefined,
    tags: undefined,
    fields: undefined,
    priceListId: undefined,
    discountPercent: undefined,
    taxId: undefined,
    note: undefined,
    showNote: undefined,
    signatureExempt: undefined,
    disabled: undefined,
    assignedTo: undefined,
    status: undefined,
    subscriptions: undefined,
    suppressed: undefined,
    marketingRefusedAt: undefined,
    indexed: undefined,
    version: undefined,
    createdAt: undefined,
    createdBy: undefined,
    updatedAt: undefined,
    updatedBy: undefined,
    source: undefined,
  },
  fromKey: ({ pk }) => {
    const [accountId, id] = pk.split("#");
    return { id, accountId };
  },
  defaults: {
    phones: [],
    addresses: [],
    tags: [],
    fields: {},
    showNote: false,
    signatureExempt: false,
    disabled: false,
    assignedTo: [],
    status: "active",
    subscriptions: defaultSubscriptions,
    indexed: { search: [], filter: {} },
  },
  sameAs: { updatedAt: "createdAt", updatedBy: "createdBy" },
  shorter: { subscriptions: { of: shortSubscriptions, read: readSubscriptions } },
};
