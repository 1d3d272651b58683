import { born, revised } from "../../shared/app/actor.ts";
import { newJob } from "../../shared/app/new-job.ts";
import { created, listed, noContent, ok, useCase } from "../../shared/app/use-case.ts";
import { fromStored } from "../../shared/db/entity.ts";
import { partitions } from "../../shared/db/keys.ts";
import { insert, removeVersion, replace } from "../../shared/db/writes.ts";
import { type ClientSection, type ClientType, type CustomField, clientTypes } from "../../shared/entities/client.ts";
import { facetsOf } from "../../shared/entities/facet.ts";
import { AppError, invalid } from "../../shared/errors.ts";
import { countTogether } from "../../shared/filters/list-sizes.ts";
import type { Id } from "../../shared/ids.ts";
import { sameContent } from "../../shared/same-content.ts";
import { routes } from "./manifest.ts";
import { findType } from "./store.ts";

export const listTypes = useCase(routes.listTypes, async ({ db, page }) =>
  listed(await db.list(clientTypes, partitions.list(db.accountId, "CLIENT_TYPES"), page), (type) => type),
);

export const getType = useCase(routes.getType, async ({ params, db }) => ok(await findType(db, params.id)));

export const createType = useCase(routes.createType, async ({ body, actor, now }, { ids }) => {
  const type: ClientType = {
    id: (body.id as Id<"clientType"> | undefined) ?? ids.next("clientType"),
    accountId: actor.accountId,
    name: body.name,
    sections: checked(body.sections ?? []),
    ...born(actor, now),
  };
  return { ...created(type, [insert(clientTypes, type)]), asExisting: (existing) => fromStored(clientTypes, existing) };
});

/** What becomes searchable or filterable, or ceases to be, is indexed anew on every client of the type, as a job. */
export const updateType = useCase(routes.updateType, async ({ params, body, actor, db, now, match }, { ids }) => {
  const previous = await findType(db, params.id);
  match(previous);
  if (body.name === null) throw invalid("/name", "A client type needs a name");
  const next: ClientType = {
    ...previous,
    name: body.name ?? previous.name,
    sections: body.sections === undefined ? previous.sections : checked(body.sections ?? []),
    ...revised(previous, actor, now),
  };
  if (sameContent(next, previous)) return ok(previous);
  const work = {
    kind: "reindex",
    input: { filter: { type: previous.id }, everywhere: true, action: { kind: "reindex" } },
  };
  const reindex = indexing(previous) === indexing(next) ? [] : [newJob(work, actor, now, ids).write];
  return ok(next, [replace(clientTypes, next, previous), ...reindex]);
});

export const removeType = useCase(routes.removeType, async ({ params, db, match }) => {
  const listings = ["active", "disabled", "archived"] as const;
  const ofType = listings.map((listing) => facetsOf(listing).type(params.id));
  const [type, used] = await Promise.all([findType(db, params.id), countTogether(db, ofType)]);
  match(type);
  if (used > 0) throw new AppError("conflict", `${used} clients have this type; give them another one first.`);
  return noContent([removeVersion(clientTypes, type)]);
});

const fieldsOf = (sections: readonly ClientSection[]): CustomField[] => sections.flatMap(({ fields }) => fields);

const indexing = ({ sections }: ClientType): string =>
  JSON.stringify(
    fieldsOf(sections)
      .filter(({ searchable, filterable }) => searchable || filterable)
      .map(({ key, searchable, filterable }) => [key, searchable === true, filterable === true])
      .sort(),
  );

type SectionInput = { name: string; fields: { [K in keyof CustomField]: CustomField[K] | undefined }[] };

/** @throws AppError `validation-failed` for a key used twice, or a choice without options */
const checked = (sections: SectionInput[]): ClientSection[] => {
  const seen = new Set<string>();
  sections.forEach(({ fields }, section) => {
    fields.forEach(({ key, kind, options }, index) => {
      const pointer = `/sections/${section}/fields/${index}`;
      if (seen.has(key ?? "")) throw invalid(`${pointer}/key`, `The key ${key} is used twice`);
      if (kind?.endsWith("choice") && !options?.length) throw invalid(`${pointer}/options`, "A choice needs options");
      seen.add(key ?? "");
    });
  });
  return JSON.parse(JSON.stringify(sections)) as ClientSection[];
};
