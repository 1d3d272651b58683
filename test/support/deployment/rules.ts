import type { Release } from "./record.ts";
import { duplicateNames, leftovers, unprotectedData } from "./rule-creation.ts";
import { brokenExports } from "./rule-exports.ts";
import { closedPolicies } from "./rule-policies.ts";
import { collidingReplacements, replacedData } from "./rule-replacement.ts";

/** What would go wrong with a version by itself: a sentence for each fault. */
export const faultsOf = (release: Release): string[] =>
  [release.data, release.app].flatMap((stack) => [
    ...duplicateNames(stack),
    ...leftovers(stack),
    ...unprotectedData(stack),
    ...closedPolicies(stack),
  ]);

/** What would go wrong on the way from one version to the next, and back. */
export const faultsBetween = (before: Release, after: Release): string[] => [
  ...replacedData(before.data, after.data),
  ...replacedData(before.app, after.app),
  ...collidingReplacements(before.data, after.data),
  ...collidingReplacements(before.app, after.app),
  ...brokenExports(before, after),
];
