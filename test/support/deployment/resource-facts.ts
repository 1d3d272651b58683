import facts from "./resource-types.json" with { type: "json" };

/** What CloudFormation's schema says of a resource type; property names, those within others after a dot. */
export interface ResourceFacts {
  readonly required: readonly string[];
  /** Another value makes the resource anew. */
  readonly createOnly: readonly string[];
  /** Some changes of these do. */
  readonly sometimesCreateOnly: readonly string[];
  readonly identifier: readonly string[];
}

const byType: ReadonlyMap<string, ResourceFacts> = new Map(Object.entries(facts));

export const knownTypes = (): string[] => [...byType.keys()];

/** @throws for a type that nobody has looked up */
export const factsOf = (type: string): ResourceFacts => {
  const known = byType.get(type);
  if (!known)
    throw new Error(`Nobody has looked up ${type}: run judges/resource-types.sh --write after npm run synth.`);
  return known;
};

/** Reads `EventDestination.Name` of a resource's properties. */
export const valueAt = (properties: Readonly<Record<string, unknown>>, path: string): unknown =>
  path.split(".").reduce<unknown>((value, name) => Object(value)[name], properties);
