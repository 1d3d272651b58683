import * as z from "zod/mini";
import type { PolicyStatement } from "../front-door/contract.ts";
import type { Resolver } from "./resolve.ts";
import type { JsonObject } from "./template.ts";

/** ARN of a role → the statements of its inline and attached policies. */
export type RoleStatements = Map<string, PolicyStatement[]>;

const oneOrMany = z.union([z.string(), z.array(z.string())]);
const Statement = z.strictObject({
  Sid: z.optional(z.string()),
  Effect: z.enum(["Allow", "Deny"]),
  Action: z.optional(oneOrMany),
  NotAction: z.optional(oneOrMany),
  Resource: z.optional(oneOrMany),
  NotResource: z.optional(oneOrMany),
  Condition: z.optional(z.record(z.string(), z.record(z.string(), z.union([oneOrMany, z.boolean(), z.number()])))),
});
const PolicyDocument = z.object({
  Statement: z.union([
    z.array(Statement),
    z.pipe(
      Statement,
      z.transform((one) => [one]),
    ),
  ]),
});

const RoleShape = z.object({
  ManagedPolicyArns: z._default(z.array(z.string()), []),
  Policies: z._default(z.array(z.object({ PolicyDocument })), []),
});
const PolicyShape = z.object({ PolicyDocument, Roles: z._default(z.array(z.string()), []) });

/** What Amazon's own policies allow of what is played here: logs and traces need no leave on one machine. */
const silentPolicies = ["service-role/AWSLambdaBasicExecutionRole", "AWSXRayDaemonWriteAccess"];

/** @throws when a role takes a managed policy whose statements are not in the template. */
export const rolesOf = (resolver: Resolver): RoleStatements => {
  const roles: RoleStatements = new Map();
  const arnByName = new Map<string, string>();
  for (const located of resolver.resources) {
    if (located.resource.Type !== "AWS::IAM::Role") continue;
    const { ref, attributes } = resolver.identity(located);
    const { ManagedPolicyArns, Policies } = RoleShape.parse(resolver.properties(located));
    for (const arn of ManagedPolicyArns) {
      if (!silentPolicies.some((policy) => arn.endsWith(policy)))
        throw new Error(`Role ${ref}: the policy ${arn} is not known`);
    }
    arnByName.set(ref, attributes.Arn ?? "");
    roles.set(
      attributes.Arn ?? "",
      Policies.flatMap((policy) => policy.PolicyDocument.Statement),
    );
  }
  for (const { resource, properties } of attached(resolver)) {
    const { PolicyDocument: document, Roles } = PolicyShape.parse(properties);
    for (const name of Roles) {
      const statements = roles.get(arnByName.get(name) ?? "");
      if (!statements)
        throw new Error(`A policy (${resource}) is attached to the role ${name}, which is not in the template`);
      statements.push(...document.Statement);
    }
  }
  return roles;
};

const attached = (resolver: Resolver): { resource: string; properties: JsonObject }[] =>
  resolver.resources
    .filter(({ resource }) => resource.Type === "AWS::IAM::Policy" || resource.Type === "AWS::IAM::ManagedPolicy")
    .map((located) => ({ resource: located.logicalId, properties: resolver.properties(located) }));
