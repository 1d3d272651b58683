import type { Client, ClientType } from "../../shared/entities/client.ts";
import { distinctTags, indexedValues } from "../../shared/entities/client-draft.ts";
import { tagKey } from "../../shared/entities/tag.ts";
import type { BulkAction } from "./bulk-input.ts";

/** What reaches clients, as opposed to what changes them. */
export type BulkDelivery = Extract<BulkAction, { kind: "share_document" | "message" }>;
export type BulkChange = Exclude<BulkAction, BulkDelivery>;
/** What changes the client itself, as opposed to what it is found by. */
export type ClientChange = Exclude<BulkChange, { kind: "rebuild" }>;

export const isDelivery = (action: BulkAction): action is BulkDelivery =>
  action.kind === "share_document" || action.kind === "message";

/** The client's fields after the action; undefined when it changes nothing, so that doing it twice is doing it once. */
export const applyAction = (
  client: Client,
  action: ClientChange,
  type: ClientType | undefined,
): Partial<Client> | undefined => {
  switch (action.kind) {
    case "tag":
      return hasTag(client, action.tag) ? undefined : { tags: distinctTags([...client.tags, action.tag]) };
    case "untag":
      return hasTag(client, action.tag) ? { tags: without(client, action.tag) } : undefined;
    case "rename_tag":
      return client.tags.some((tag) => tagKey(tag) === tagKey(action.tag) && tag !== action.name)
        ? { tags: distinctTags([...without(client, action.tag), action.name]) }
        : undefined;
    case "assign":
      return isAssigned(client, action.memberId)
        ? undefined
        : { assignedTo: [...client.assignedTo, action.memberId as Client["assignedTo"][number]] };
    case "unassign":
      return isAssigned(client, action.memberId)
        ? { assignedTo: client.assignedTo.filter((member) => member !== action.memberId) }
        : undefined;
    case "archive":
      return client.status === "archived" ? undefined : { status: "archived" };
    case "restore":
      return client.status === "active" ? undefined : { status: "active" };
    case "reindex": {
      const indexed = indexedValues(client.fields, type);
      return JSON.stringify(indexed) === JSON.stringify(client.indexed) ? undefined : { indexed };
    }
  }
};

const hasTag = ({ tags }: Client, wanted: string): boolean => tags.some((tag) => tagKey(tag) === tagKey(wanted));
const without = ({ tags }: Client, unwanted: string): string[] =>
  tags.filter((tag) => tagKey(tag) !== tagKey(unwanted));
const isAssigned = ({ assignedTo }: Client, memberId: string): boolean =>
  assignedTo.some((member) => member === memberId);
