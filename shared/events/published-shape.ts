import type * as z from "zod/mini";
import { output } from "../http/fields.ts";
import type { Kind, PublicResource } from "./kind.ts";
import { publicFields } from "./public-events.ts";

type Shape = Readonly<Record<string, z.ZodMiniType>>;
/** A field fits when its schema allows whatever the item may hold there. */
type Fitting<Resource, Given> = {
  [Field in keyof Resource]: Field extends keyof Given
    ? Given[Field] extends z.ZodMiniType<infer Output>
      ? Resource[Field] extends Output
        ? Given[Field]
        : never
      : never
    : never;
};

/**
 * How partners are told the fields of a kind, out of the shape that the API gives the resource. A published field that the
 * shape lacks, or describes otherwise than the item holds it, does not compile.
 */
export const publishedShape = <K extends Kind, Given extends Shape>(
  kind: K,
  shape: Given & Fitting<Required<PublicResource<K>>, Given>,
) => output(Object.fromEntries(publicFields(kind).flatMap((field) => (shape[field] ? [[field, shape[field]]] : []))));
