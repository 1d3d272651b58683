import { describe, expect, it } from "vitest";
import * as field from "../../../../shared/http/fields.ts";

const read = (address: string) => field.url().safeParse(address);

describe("a web address", () => {
  it.each(["https://garage.example", "http://garage.example/équipe?q=1#là", "HTTPS://GARAGE.EXAMPLE", "http://[::1]/"])(
    "is kept as it is: %s",
    (address) => expect(read(address).data).toBe(address),
  );

  it.each(["\u200bhttps://garage.example\u202e", "  https://garage.example "])(
    "loses what nobody sees: %j",
    (address) => expect(read(address).data).toBe("https://garage.example"),
  );

  it.each([
    "https://gar\nage.example",
    "https://garage.example/\u0000",
    "javascript:alert(1)",
    "java\nscript:alert(1)",
    "JavaScript://garage.example/%0aalert(1)",
    "data:text/html,<script>",
    "//garage.example",
    "garage.example",
    "",
  ])("is not taken where it is none, or of several lines: %j", (address) => expect(read(address).success).toBe(false));
});
