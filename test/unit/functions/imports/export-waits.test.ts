import { expect, it } from "vitest";
import { routes as clients } from "../../../../functions/clients/manifest.ts";
import { routes } from "../../../../functions/imports/manifest.ts";
import { writeExport } from "../../../../functions/imports/write-export.ts";
import { keys } from "../../../../shared/db/keys.ts";
import { jobs } from "../../../../shared/entities/job.ts";
import { exportedNames } from "../../../support/exported-names.ts";
import { privacyWorld } from "../../../support/privacy-world.ts";

it("an export of a list holds whoever was in it when it was asked for, though the list follows later", async () => {
  const world = await privacyWorld();
  await world.send("clients", clients.create, { body: { name: "Zoé Lavoie", tags: ["VIP"] } });
  const { body } = await world.send("imports", routes.createExport, {
    body: { kind: "clients", language: "en", filter: { tag: "VIP" } },
  });
  const job = await world.db.get(jobs, keys.of(world.db.accountId, body.job.id));
  if (!job) throw new Error("The export has no job.");
  const written = await writeExport(world.db, job, { clock: world.clock, pause: () => world.follow() });
  expect(exportedNames(written?.file)).toEqual(["Zoé Lavoie"]);
});
