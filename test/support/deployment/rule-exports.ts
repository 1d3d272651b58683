import type { Release } from "./record.ts";

/**
 * CloudFormation refuses to change or remove an export while another stack imports it. An upgrade deploys Data, then App;
 * a rollback App, then Data: at each step what the other stack imports must be there, with the value that it has.
 */
export const brokenExports = (before: Release, after: Release): string[] => [
  ...missing(before.app.imports, before, after, `upgrade to ${after.version}: the App of ${before.version}`),
  ...missing(after.app.imports, after, after, `upgrade to ${after.version}: the App of ${after.version}`),
  ...missing(before.app.imports, before, after, `rollback to ${before.version}: the App of ${before.version}`),
  ...missing(before.app.imports, before, before, `rollback to ${before.version}: the App of ${before.version}`),
];

/** @param from whose exports the app was deployed with; @param to what the Data stack exports at that step */
const missing = (imports: readonly string[], from: Release, to: Release, step: string): string[] =>
  imports.flatMap((name) => {
    const [had, has] = [from.data.exports[name], to.data.exports[name]];
    if (has === undefined) return [`${step} imports ${name}, which the Data stack of ${to.version} does not export`];
    if (JSON.stringify(had) === JSON.stringify(has)) return [];
    return [`${step} imports ${name}, whose value the Data stack of ${to.version} changes`];
  });
