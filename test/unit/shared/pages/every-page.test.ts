import { describe, expect, it } from "vitest";
import type { Manifest } from "../../../../shared/http/contract.ts";
import { everyPage, pageSamples } from "../../../support/every-page.ts";
import { found } from "../../../support/found.ts";

const manifests = (await found<Record<string, Manifest>>("functions/*/{manifest,*-manifest}.ts")).flatMap(
  ({ exported }) => Object.values(exported).filter((one) => "feature" in one && "routes" in one),
);

describe("the pages that links open", () => {
  it("have a sample in each feature that has pages", () => {
    const withPages = manifests.flatMap(({ feature, routes }) =>
      Object.values(routes).some(({ key, answers }) => key.startsWith("GET /p/") && answers[200] === "page")
        ? [`functions/${feature}/page-samples.ts`]
        : [],
    );
    expect(withPages.length).toBeGreaterThan(2);
    expect(pageSamples.map(({ file }) => file)).toEqual(withPages.toSorted());
  });

  it("have a name of their own each", () => {
    const names = pageSamples.flatMap(({ exported }) => Object.keys(exported.pageSamples));
    expect(new Set(names).size).toBe(names.length);
    expect(Object.keys(everyPage("fr-CA"))).toEqual([...names, "closed", "unknown"]);
  });
});
