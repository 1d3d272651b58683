import type { DomainEvent } from "./event.ts";
import { alwaysPublished, eventTypesOf, type Kind, type Kinds } from "./kind.ts";

/** The kinds that partners hear of, by webhooks and the change feed. */
export const publicKinds = (kinds: Kinds): Kind[] =>
  [...kinds.values()].filter(({ audience }) => audience === "partners");

/** Every type of event that a partner may ask for, sorted. */
export const publicTypes = (kinds: Kinds): string[] => [...new Set(publicKinds(kinds).flatMap(eventTypesOf))].sort();

/**
 * The pattern of a bus rule for all of them: by what they begin with, since a pattern that names each passes the 2048
 * characters that EventBridge takes.
 */
export const publicPatterns = (kinds: Kinds): { prefix: string }[] =>
  [...new Set(publicKinds(kinds).map(({ resource }) => resource))].map((resource) => ({ prefix: `${resource}.` }));

/** An event as partners are told of it: without what it says to our own workers. Undefined for one that is not theirs. */
export const publicForm = (kinds: Kinds, event: DomainEvent): DomainEvent | undefined => {
  const kind = publicKinds(kinds).find((one) => eventTypesOf(one).includes(event.type));
  if (!kind) return undefined;
  const { forWorkers = [] } = kind;
  const isPublic = (field: string) => !forWorkers.includes(field);
  return {
    ...event,
    resource: Object.fromEntries(Object.entries(event.resource).filter(([field]) => isPublic(field))),
    changed: event.changed.filter(isPublic),
  };
};

/** The fields that partners see of a kind. */
export const publicFields = ({ publishes }: Kind): string[] => [...publishes, ...alwaysPublished];
