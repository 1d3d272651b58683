import axe from "axe-core";
import type { Page } from "playwright-core";

/** What axe finds wrong with a page, one line a finding; the context must be one that bypasses the page's CSP. */
export const violationsOn = async (page: Page): Promise<string[]> => {
  if (!(await page.evaluate("typeof axe === 'object'"))) await page.evaluate(axe.source);
  // All rules are tried; of what they found right, nothing is put together.
  return page.evaluate(`axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
    violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => id + ": " + help + ": " + html)))`);
};
