import { Setback } from "./refusal.ts";

/** Of what S3 says no to, only what breaks the form's policy is refused for good: not a form that is too old. */
export const isForGood = (xml: string): boolean => {
  const code = elementOf(xml, "Code");
  const message = elementOf(xml, "Message").toLowerCase();
  const byPolicy = code === "AccessDenied" && message.includes("according to policy") && !message.includes("expired");
  return byPolicy || code === "EntityTooLarge" || code === "EntityTooSmall";
};

export const setbackOf = (xml: string): Setback => new Setback(elementOf(xml, "Code"));

const elementOf = (xml: string, name: string): string => xml.match(`<${name}>([^<]*)<`)?.[1] ?? "";
