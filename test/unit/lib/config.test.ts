import { describe, expect, it } from "vitest";
import cdk from "../../../cdk.json" with { type: "json" };
import { settingsOf } from "../../support/settings-of.ts";

describe("the settings of a stage", () => {
  it.each(Object.keys(cdk.context.stages))("are understood for %s", (stage) => {
    expect(settingsOf(stage).stage).toBe(stage);
  });

  it("fill in what is left out", () => {
    expect(settingsOf("x", { x: { sender: { email: "a@example.com" }, malwareScan: "guardduty" } })).toMatchObject({
      sender: { email: "a@example.com", identity: "domain" },
      signUp: "closed",
      allowedOrigins: [],
      rateLimits: { perKey: 600, perAccount: 3000 },
      logDays: 30,
    });
  });

  it("name the stages there are when one is unknown", () => {
    expect(() => settingsOf("live")).toThrow('no stage "live"; it knows local, dev, prod');
  });

  it("point at the mistake", () => {
    const wrong = { x: { sender: { email: "nobody" }, logDays: 8 } };
    expect(() => settingsOf("x", wrong)).toThrow(/"x" in cdk\.json.*logDays.*sender\.email/s);
    const misspelt = { x: { sender: { email: "a@example.com" }, signup: "open" } };
    expect(() => settingsOf("x", misspelt)).toThrow(/Unrecognized key: "signup"/);
  });

  it("refuse more workers than the rate of sending gives a turn", () => {
    const sending = (campaigns: object) => ({
      x: { sender: { email: "a@example.com" }, malwareScan: "guardduty", campaigns },
    });
    expect(() => settingsOf("x", sending({ sendRate: 1, workers: 11 }))).toThrow(/At most ten.*campaigns\.workers/s);
    expect(() => settingsOf("x", sending({ sendRate: 0.2 }))).toThrow(/At most ten/);
    expect(settingsOf("x", sending({ sendRate: 1, workers: 10 })).campaigns.workers).toBe(10);
  });

  it("must say who looks for malware", () => {
    const silent = { x: { sender: { email: "a@example.com" } } };
    expect(() => settingsOf("x", silent)).toThrow(/Say who scans uploads for malware/);
    expect(settingsOf("prod").malwareScan).toBe("guardduty");
  });

  it("refuse a stage name that no resource could carry", () => {
    expect(() => settingsOf("My Stage", { "My Stage": {} })).toThrow();
  });
});
