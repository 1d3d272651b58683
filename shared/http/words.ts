/**
 * A sentence and an example for each field, by its name; `of.name` where it means something of its own within a field or
 * shape. They stand here and not with the schemas, which functions load.
 */
export type Words = Readonly<Record<string, readonly [sentence: string, example: unknown]>>;
