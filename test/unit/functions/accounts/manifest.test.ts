import { describe, expect, it } from "vitest";
import { columnNames, defaultColumns } from "../../../../functions/accounts/columns.ts";
import { countryDefaults } from "../../../../functions/accounts/country-defaults.ts";
import { accounts } from "../../../../functions/accounts/manifest.ts";
import type { Route } from "../../../../shared/http/contract.ts";
import { timeZone } from "../../../../shared/http/fields.ts";

const routes: Route[] = Object.values(accounts.routes);

describe("the contract of accounts", () => {
  it.each(routes.filter(({ body }) => body).map((route) => [route.key, route] as const))(
    "gives for %s an example that it accepts",
    (_, { body, example }) => {
      expect(body?.().safeParse(example?.body).error).toBeUndefined();
    },
  );

  it("shows by default only columns that exist", () => {
    expect(columnNames).toEqual(expect.arrayContaining([...defaultColumns]));
  });

  it.each(Object.entries(countryDefaults))(
    "knows the time zone and currency of %s",
    (country, { timeZone: zone, currency }) => {
      expect(country).toMatch(/^[A-Z]{2}$/);
      expect(timeZone().safeParse(zone).success).toBe(true);
      expect(Intl.supportedValuesOf("currency")).toContain(currency);
    },
  );
});
