import { expect, test } from "vitest";
import client from "../../../client/package.json" with { type: "json" };
import product from "../../../package.json" with { type: "json" };

test("the client has the product's version, and needs no other package", () => {
  expect(client.version).toBe(product.version);
  expect(client).not.toHaveProperty("dependencies");
});
