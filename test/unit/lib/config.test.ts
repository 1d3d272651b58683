import { describe, expect, it } from "vitest";
import cdk from "../../../cdk.json" with { type: "json" };
import { backgroundOf } from "../../../lib/background.ts";
import { settingsOf } from "../../support/settings-of.ts";

const certificate = "arn:aws:acm:ca-central-1:402613357821:certificate/5e0b2f4c-6c1d-4f0e-9a51-1d2d6c1b7a90";
const domainOf = (certificateArn: string) => ({ name: "api.garage.ca", certificateArn });

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
      x: { sender: { email: "a@example.com" }, malwareScan: "guardduty", concurrency: 1000, campaigns },
    });
    expect(() => settingsOf("x", sending({ sendRate: 1, workers: 11 }))).toThrow(/At most ten.*campaigns\.workers/s);
    expect(() => settingsOf("x", sending({ sendRate: 0.1 }))).toThrow(/At most ten/);
    expect(settingsOf("x", sending({ sendRate: 1, workers: 10 })).campaigns.workers).toBe(10);
  });

  it("must say who looks for malware", () => {
    const silent = { x: { sender: { email: "a@example.com" } } };
    expect(() => settingsOf("x", silent)).toThrow(/Say who scans uploads for malware/);
    expect(settingsOf("prod").malwareScan).toBe("guardduty");
  });

  it("fit a new AWS account: ten function instances, fourteen e-mails a second", () => {
    expect(settingsOf("prod")).toMatchObject({ concurrency: 10, campaigns: { sendRate: 14, workers: 2 } });
    expect(backgroundOf(10)).toEqual({ perQueue: 2, perShard: 1, perDispatch: 1, waiting: 1 });
    expect(backgroundOf(1000)).toEqual({ perQueue: 20, perShard: 4, perDispatch: 10, waiting: 100 });
  });

  it("send with a fifth of the function instances at most", () => {
    const sending = (concurrency: number, workers?: number) => ({
      x: { sender: { email: "a@example.com" }, malwareScan: "guardduty", concurrency, campaigns: { workers } },
    });
    expect(settingsOf("x", sending(20)).campaigns.workers).toBe(4);
    expect(settingsOf("x", sending(1000)).campaigns.workers).toBe(5);
    expect(settingsOf("x", sending(1000, 50)).campaigns.workers).toBe(50);
    expect(() => settingsOf("x", sending(10, 3))).toThrow(/workers is 3: with concurrency 10, at most 2/);
  });

  it.each(["prod", "dev"])("refuse the placeholders of %s until they are replaced", (stage) => {
    const asItStands = () => settingsOf(stage, undefined, { example: false });
    expect(asItStands).toThrow(`The stage "${stage}" in cdk.json still holds placeholders`);
    expect(asItStands).toThrow('sender.email: "bonjour@example.com"');
  });

  it.each([
    [
      "a certificate of a made-up account",
      { domain: domainOf("arn:aws:acm:ca-central-1:111111111111:certificate/0a1") },
    ],
    ["a domain of the examples", { domain: { ...domainOf(certificate), name: "api.example.com" } }],
    ["a domain that nobody can own", { sender: { email: "bonjour@garage.example" } }],
    ["an origin of the examples", { allowedOrigins: ["https://app.example.org"] }],
    ["somebody of the examples", { alarmEmail: "operations@example.net" }],
  ])("refuse %s", (_, settings) => {
    const stages = { x: { sender: { email: "bonjour@garage.ca" }, malwareScan: "guardduty", ...settings } };
    expect(() => settingsOf("x", stages, { example: false })).toThrow(/still holds placeholders/);
  });

  it("take a stage that is filled in", () => {
    const filled = {
      sender: { email: "bonjour@counterexample.com" },
      domain: domainOf(certificate),
      malwareScan: "guardduty",
    };
    expect(settingsOf("x", { x: filled }, { example: false }).domain?.name).toBe("api.garage.ca");
  });

  it("refuse a stage name that no resource could carry", () => {
    expect(() => settingsOf("My Stage", { "My Stage": {} })).toThrow();
  });
});
