import { fc, test } from "@fast-check/vitest";
import { expect, it } from "vitest";
import { emailAddress, storedAddress } from "../../../../shared/text/email-address.ts";

const part = fc.stringMatching(/^[a-zA-Z0-9.!+_-]{1,70}$/);
const typed = fc.oneof(
  fc.emailAddress(),
  fc
    .tuple(part, fc.array(part, { minLength: 1, maxLength: 4 }))
    .map(([local, labels]) => `${local}@${labels.join(".")}`),
  fc.stringMatching(/^[a-z]{1,3}@[a-z0-9.-]{1,12}$/),
  fc.string(),
);

test.prop([typed], { numRuns: 2000 })(
  "an address that is stored as it is typed is known by its shape, others are read",
  (text) => {
    expect(storedAddress(text)).toBe(emailAddress(text));
    const stored = emailAddress(text);
    if (stored !== undefined) expect(storedAddress(stored)).toBe(stored);
  },
);

it.each([
  `${"a".repeat(64)}@${"b".repeat(63)}.ch`,
  `${"a".repeat(65)}@b.ch`,
  `a@${"b".repeat(64)}.ch`,
  `a@${"b.".repeat(125)}ch`,
  `ab@${"b.".repeat(125)}ch`,
  "a@b.c",
  "a@-b.ch",
  "a@b-.ch",
  "a..b@c.ch",
  "mailto:a@b.ch",
  "a@b.xn--p1ai",
  "a@b.ch\n",
])("the longest, the shortest and the odd ones are the same: %s", (text) => {
  expect(storedAddress(text)).toBe(emailAddress(text));
});
