import * as z from "zod/mini";

export const text = z.string();
export const whole = z.union([z.int(), z.pipe(z.string(), z.transform(Number))]);
export const flag = z.union([
  z.boolean(),
  z.pipe(
    z.enum(["true", "false"]),
    z.transform((value) => value === "true"),
  ),
]);
/** Understood, and of no consequence on one machine. */
export const unserved = z.optional(z.unknown());
