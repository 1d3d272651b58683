import { stories } from "./stories.ts";

/** The entities whose changes the projector follows: all that stand in the change feed. */
export const projectedEntities: readonly string[] = Object.entries(stories)
  .filter(([, story]) => story.feed !== false)
  .map(([name]) => name);

/** The entities whose changes go out on the event bus. */
export const relayedEntities: readonly string[] = Object.keys(stories);

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
