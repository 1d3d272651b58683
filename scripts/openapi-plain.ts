import type { ZodOpenApiOverrideContext } from "zod-openapi";

/** Leaves out what only makes a description longer, and what would split a schema into one to send and one to read. */
export const plain = ({ jsonSchema, io }: ZodOpenApiOverrideContext): void => {
  if (io === "output" && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
};
