import { globSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { features } from "../../../../lib/features/mounted.ts";
import type { LinkKind } from "../../../../shared/entities/link.ts";
import { type Manifest, pathOf } from "../../../../shared/http/contract.ts";
import { synthesise } from "../../../support/synth.ts";
import { statements } from "../../../support/template.ts";

const root = resolve(import.meta.dirname, "../../../..");
const { main } = synthesise(features);

const rightsOf = (role: string) => statements(main).filter(({ policy }) => policy.startsWith(role));
const actionsOf = (role: string) => rightsOf(role).flatMap(({ actions }) => actions);
const servicesOf = (role: string) => [...new Set(actionsOf(role).map((action) => action.split(":")[0]))].sort();

const exportsOf = async (pattern: string): Promise<unknown[]> => {
  const found = await Promise.all(
    globSync(pattern, { cwd: root }).map(async (file) => {
      const exported: Record<string, unknown> = await import(resolve(root, file));
      return Object.values(exported);
    }),
  );
  return found.flat();
};
const has = (value: unknown, ...names: string[]) =>
  typeof value === "object" && value !== null && names.every((name) => name in value);

const manifests = (await exportsOf("functions/*/{manifest,*-manifest}.ts")).filter((one): one is Manifest =>
  has(one, "feature", "routes"),
);
const kinds = (await exportsOf("functions/*/links.ts")).filter((one): one is LinkKind =>
  has(one, "purpose", "feature"),
);
const pascal = (name: string) => name.replace(/(?:^|-)(.)/g, (_, first: string) => first.toUpperCase());
/** The functions that have pages of links, by the beginning of their roles. */
const pageRoles = manifests.flatMap(({ feature, entry = "api", routes }) =>
  Object.values(routes).some(({ key }) => pathOf(key).startsWith("/p/")) ? [pascal(feature) + pascal(entry)] : [],
);

describe("the pages of links", () => {
  it("have a function of their own in each feature", () => {
    expect(pageRoles.length).toBeGreaterThan(2);
    for (const role of pageRoles) expect(actionsOf(role), role).toContain("dynamodb:GetItem");
  });

  it("of documents alone send to quarantine and read files, and nobody reads quarantine", () => {
    const touching = (bucket: string) => pageRoles.filter((role) => rightsOf(role).some(ofBucket(bucket)));
    const ofBucket = (bucket: string) => (statement: ReturnType<typeof rightsOf>[number]) =>
      statement.actions.some((action) => action.startsWith("s3:")) &&
      statement.resources.some((resource) => resource.includes(bucket));
    expect(touching("Quarantine")).toEqual(["DocumentsPages"]);
    expect(touching("Files")).toEqual(["DocumentsPages"]);
    const sends = rightsOf("DocumentsPages")
      .filter(ofBucket("Quarantine"))
      .flatMap(({ actions }) => actions);
    expect(sends.sort()).toEqual(["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObject"]);
  });

  it("do nothing else than they must: none of them sends mail, knows people or invokes anything", () => {
    expect(servicesOf("AccountsPages")).toEqual(["dynamodb", "logs"]);
    expect(servicesOf("PagesApi")).toEqual(["dynamodb", "logs", "secretsmanager"]);
    expect(servicesOf("DocumentsPages")).toEqual(["dynamodb", "logs", "s3", "secretsmanager"]);
  });

  it("are where the links of their feature lead", () => {
    expect(kinds.length).toBeGreaterThan(3);
    for (const { purpose, feature } of kinds) {
      const paths = manifests
        .filter((one) => one.feature === feature)
        .flatMap(({ routes }) => Object.values(routes).map(({ key }) => key as string));
      expect(paths, purpose).toContain(`GET /p/{token}/${feature}`);
    }
    expect(new Set(kinds.map(({ purpose }) => purpose)).size).toBe(kinds.length);
  });
});
