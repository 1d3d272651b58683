import type { ClientId } from "../ids.ts";

/** How the changes of one kind of item are told: in the change feed, in a client's activity, on the event bus. */
export interface Story {
  /** The first half of the event's type: `client` in `client.updated`. */
  resource: string;
  /** The client whose activity this belongs to. */
  clientOf?: (item: Readonly<Record<string, unknown>>) => ClientId | undefined;
  /** What the item is called in a feed. */
  titleOf?: (item: Readonly<Record<string, unknown>>) => string | undefined;
  /** Fields that nobody outside may see. */
  hidden?: readonly string[];
  /** Named steps: when `field` becomes `value`, the event is `resource.<name>` instead of `resource.updated`. */
  steps?: readonly { field: string; value: unknown; name: string }[];
  /** Whether each field's old and new value are kept as the resource's history. */
  history?: boolean;
  /** Fields whose members are told one by one in the history: `fields.plate` instead of all custom fields at once. */
  parts?: readonly string[];
  /** False for what changes often and interests nobody later: it goes to the bus, not into the change feed. */
  feed?: false;
}

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

export const clientIdOf = (item: Readonly<Record<string, unknown>>): ClientId | undefined =>
  text(item.clientId) as ClientId | undefined;
export const ownIdOf = (item: Readonly<Record<string, unknown>>): ClientId | undefined =>
  text(item.id) as ClientId | undefined;
export const fieldOf =
  (name: string) =>
  (item: Readonly<Record<string, unknown>>): string | undefined =>
    text(item[name]);
