import type { Kinds } from "./kind.ts";

/** The entities whose changes the projector follows: all that stand in the change feed. */
export const projectedEntities = (kinds: Kinds): string[] =>
  [...kinds.values()].filter(({ feed }) => feed !== false).map(({ entity }) => entity);

/** The entities whose changes go out on the event bus. */
export const relayedEntities = (kinds: Kinds): string[] => [...kinds.keys()];

/** The principal that a stream names when the table itself forgot an item whose `ttl` was over. */
export const EXPIRY = "dynamodb.amazonaws.com";

/**
 * The patterns of an event source mapping that lets through the changes of these entities, one of which must match:
 * items written, and items removed by somebody. What merely expired was no decision of anybody and is not told.
 */
export const changesOf = (entities: readonly string[]): object[] => {
  const named = { entity: { S: [...entities] } };
  return [
    { eventName: ["INSERT", "MODIFY"], dynamodb: { NewImage: named } },
    { eventName: ["REMOVE"], dynamodb: { OldImage: named }, userIdentity: { principalId: [{ exists: false }] } },
  ];
};

/**
 * What the projector follows: all changes that stand in the feed, clients whom a job wrote with their entries included
 * (docs/adr/0046); and what is written over a lookup, since somebody may be lost there.
 */
export const toProject = (kinds: Kinds): object[] => [
  ...changesOf(projectedEntities(kinds)),
  { eventName: ["MODIFY"], dynamodb: { NewImage: { entity: { S: ["lookup"] } } } },
];
