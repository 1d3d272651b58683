import { born } from "../../shared/app/actor.ts";
import { created, useCase } from "../../shared/app/use-case.ts";
import { insert } from "../../shared/db/writes.ts";
import { type ClientImport, importFile, imports } from "../../shared/entities/import.ts";
import type { Id } from "../../shared/ids.ts";
import type { ImportDeps } from "./deps.ts";
import { routes } from "./manifest.ts";
import { presentImport } from "./present.ts";

/** A list of a million clients is about 150 MB. */
const MOST_BYTES = 250 * 1024 * 1024;
const UPLOAD_SECONDS = 3600;

export const createImport = useCase(
  routes.create,
  async ({ body, actor, now }, { ids, presigner, bucket }: ImportDeps) => {
    const id = (body.id as Id<"import"> | undefined) ?? ids.next("import");
    const item: ClientImport = {
      id,
      accountId: actor.accountId,
      kind: body.kind,
      fileName: body.fileName,
      format: body.format ?? "auto",
      objectKey: importFile(actor.accountId, id),
      ...(body.mapping ? { mapping: body.mapping } : {}),
      dryRun: body.dryRun ?? false,
      ...(body.dryRun ? { triesFirst: true } : {}),
      ...(body.onConflict ? { onConflict: body.onConflict } : {}),
      ...born(actor, now),
    };
    const upload = await presigner.upload({
      bucket,
      key: item.objectKey,
      contentType: "application/octet-stream",
      maxBytes: MOST_BYTES,
      seconds: UPLOAD_SECONDS,
      now,
    });
    return {
      ...created(presentImport(item, undefined, upload), [insert(imports, item)]),
      asExisting: () => presentImport(item, undefined, upload),
    };
  },
);
