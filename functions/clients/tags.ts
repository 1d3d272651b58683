import { listed, useCase } from "../../shared/app/use-case.ts";
import { listTags as tagsOf } from "../../shared/entities/tag.ts";
import { routes } from "./manifest.ts";

export const listTags = useCase(routes.listTags, async ({ db, page }) =>
  listed(await tagsOf(db, page), ({ label, count }) => ({ tag: label, count })),
);
