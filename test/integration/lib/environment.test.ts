import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { features } from "../../../lib/features/mounted.ts";
import { buildBundles } from "../../../scripts/build.ts";
import { synthesise } from "../../support/synth.ts";
import { record, resources } from "../../support/template.ts";

const dist = resolve(import.meta.dirname, "../../../dist");
beforeAll(() => buildBundles());

const functions = resources(synthesise(features).main, "AWS::Lambda::Function").map(({ properties }) => ({
  // The description is "feature: entry".
  name: String(properties.Description).replace(": ", "/"),
  told: Object.keys(record(record(properties.Environment).Variables)),
}));

/** The readers of `shared/env.ts` that a bundle keeps are those it calls; their names survive minification. */
const variables: Readonly<Record<string, string>> = {
  tableName: "TABLE_NAME",
  busName: "BUS_NAME",
  filesBucket: "FILES_BUCKET",
  quarantineBucket: "QUARANTINE_BUCKET",
  configurationSet: "CONFIGURATION_SET",
  senderEmail: "SENDER_EMAIL",
  senderIdentity: "SENDER_IDENTITY",
  publicUrl: "PUBLIC_URL",
  signUpOpen: "SIGN_UP",
  scheduleGroup: "SCHEDULE_GROUP",
  schedulerRoleArn: "SCHEDULER_ROLE_ARN",
};

const queueVariables: Readonly<Record<string, string>> = {
  queueUrl: "QUEUE",
  queueArn: "QUEUE_ARN",
  deadLettersArn: "DEAD_LETTERS_ARN",
};

const asked = (name: string): string[] => {
  const code = globSync("*.mjs", { cwd: join(dist, "functions", name) })
    .map((file) => readFileSync(join(dist, "functions", name, file), "utf8"))
    .join("\n");
  const named = Object.entries(variables).flatMap(([reader, variable]) =>
    new RegExp(`\\.${reader}\\(\\)`).test(code) ? [variable] : [],
  );
  const queues = Object.entries(queueVariables).flatMap(([reader, prefix]) =>
    [...code.matchAll(new RegExp(`\\.${reader}\\("([\\w-]+)"\\)`, "g"))].map(
      ([, queue = ""]) => `${prefix}_${queue.toUpperCase().replaceAll("-", "_")}`,
    ),
  );
  const numbers = [...code.matchAll(/\.number\("([A-Z_]+)"\)/g)].map(([, variable = ""]) => variable);
  return [...named, ...queues, ...numbers];
};

describe("every function", () => {
  it("has a bundle, and every bundle is mounted", () => {
    const built = globSync("functions/*/*/index.mjs", { cwd: dist }).map((file) =>
      file.split("/").slice(1, 3).join("/"),
    );
    expect(functions.map(({ name }) => name).sort()).toEqual(built.sort());
  });

  it.each(functions)("is told what its code asks for: $name", ({ name, told }) => {
    expect(asked(name).filter((variable) => !told.includes(variable))).toEqual([]);
  });

  it("is read as it is: who makes schedules asks for their queue, its dead letters, their group and their role", () => {
    const known = ["DEAD_LETTERS_ARN_DUE_TIMERS", "QUEUE_ARN_DUE_TIMERS", "QUEUE_DUE_TIMERS", "SCHEDULE_GROUP"];
    expect(asked("timers/follow-timer")).toEqual(expect.arrayContaining(known));
  });

  it("is read as it is: a sender asks for its queue, its rate and its sender", () => {
    const known = ["CONFIGURATION_SET", "FILES_BUCKET", "PUBLIC_URL", "QUEUE_CHUNKS", "QUEUE_MAIL_EVENTS", "SEND_RATE"];
    expect(asked("campaigns/send-chunk")).toEqual(expect.arrayContaining(known));
  });

  it("is told of no queue that it does not ask for", () => {
    for (const { name, told } of functions) {
      const queues = told.filter((variable) => variable.startsWith("QUEUE_"));
      expect(
        queues.filter((variable) => !asked(name).includes(variable)),
        name,
      ).toEqual([]);
    }
  });
});
