import { compileRole, type Need, type Role } from "../iam/policies.ts";
import type { Refusal } from "./answers.ts";
import type { Service } from "./calls.ts";
import { type Caller, operator } from "./contract.ts";
import { denied } from "./refusals.ts";

/** Whoever holds an access key: the person at the machine, or a function with the role that the template gave it. */
export interface Principal {
  accessKeyId: string;
  secretAccessKey: string;
  /** Undefined for the operator, to whom everything is allowed. */
  functionName?: string;
  /** `arn:aws:sts::…:assumed-role/<role>/<function>` */
  arn: string;
  role?: Role;
}

export interface Callers {
  find(accessKeyId: string): Principal | undefined;
  /** The refusal of the first need that the caller's role does not cover. */
  refusalFor(principal: Principal, service: Service, needs: Need[]): Refusal | undefined;
  may(principal: Principal, need: Need): boolean;
}

interface CallersOptions {
  callers: Caller[];
  region: string;
  accountId: string;
  /** Hears of every refusal, once per function, action and resource. */
  onRefusal?(sentence: string): void;
}

/** @throws Error when a role holds a statement that cannot be understood. */
export const knownCallers = ({ callers, region, accountId, onRefusal }: CallersOptions): Callers => {
  const principals = new Map<string, Principal>();
  principals.set(operator.accessKeyId, { ...operator, arn: `arn:aws:iam::${accountId}:root` });
  for (const caller of callers) principals.set(caller.accessKeyId, asPrincipal(caller, region, accountId));
  const told = new Set<string>();

  const refusalFor = (principal: Principal, service: Service, needs: Need[]): Refusal | undefined => {
    if (!principal.role) return undefined;
    for (const need of needs) {
      const decision = principal.role.decide(need);
      if (decision === "allowed") continue;
      const [resource = "*"] = [need.resource].flat();
      const explicitly = decision === "forbidden";
      const refusal = denied(service, { principal: principal.arn, action: need.action, resource, explicitly });
      tell(`${principal.functionName}: ${need.action} on ${resource} is not granted.`);
      return refusal;
    }
    return undefined;
  };

  const tell = (sentence: string): void => {
    if (told.has(sentence)) return;
    told.add(sentence);
    onRefusal?.(sentence);
  };

  return {
    find: (accessKeyId) => principals.get(accessKeyId),
    refusalFor,
    may: (principal, need) => !principal.role || principal.role.decide(need) === "allowed",
  };
};

const asPrincipal = (caller: Caller, region: string, accountId: string): Principal => {
  const { accessKeyId, secretAccessKey, functionName, roleArn, statements } = caller;
  const common = {
    "aws:securetransport": "true",
    "aws:requestedregion": region,
    "aws:principalaccount": accountId,
    "aws:principalarn": roleArn,
  };
  const arn = `arn:aws:sts::${accountId}:assumed-role/${roleArn.split("/").at(-1)}/${functionName}`;
  return { accessKeyId, secretAccessKey, functionName, arn, role: compileRole(statements, common) };
};
