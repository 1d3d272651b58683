import type { PolicyStatement } from "../front-door/contract.ts";
import { type CallContext, compileConditions } from "./conditions.ts";
import { compileGlobs, type Matches } from "./glob.ts";

/** One thing that a call does to one resource. */
export interface Need {
  /** `dynamodb:PutItem` */
  action: string;
  /** An ARN, or `*` for actions that know no resource. Of several, one is enough (SES: the address or its domain). */
  resource: string | string[];
  context?: CallContext;
}

export interface Role {
  /** `forbidden`: a statement denies it; `not-allowed`: none allows it. */
  decide(need: Need): "allowed" | "not-allowed" | "forbidden";
}

interface Statement {
  allows: boolean;
  covers(action: string, resource: string, context: CallContext): boolean;
}

/**
 * The statements of one role, compiled once.
 * @throws Error for what is not understood: a condition operator, a policy variable.
 */
export const compileRole = (statements: PolicyStatement[], common: CallContext = {}): Role => {
  const compiled = statements.map(compileStatement);
  return {
    decide({ action, resource, context = {} }) {
      const known = { ...common, ...context };
      const spoken = action.toLowerCase();
      const decisions = [resource].flat().map((one) => decideOne(compiled, spoken, one, known));
      if (decisions.includes("forbidden")) return "forbidden";
      return decisions.includes("allowed") ? "allowed" : "not-allowed";
    },
  };
};

const decideOne = (statements: Statement[], action: string, resource: string, context: CallContext) => {
  const covering = statements.filter((statement) => statement.covers(action, resource, context));
  if (covering.some(({ allows }) => !allows)) return "forbidden";
  return covering.length > 0 ? "allowed" : "not-allowed";
};

const compileStatement = (statement: PolicyStatement): Statement => {
  const { Effect, Action, NotAction, Resource, NotResource, Condition } = statement;
  const action = either(lowered(Action), lowered(NotAction), statement);
  const resource = either(listed(Resource), listed(NotResource), statement);
  const holds = compileConditions(Condition);
  return {
    allows: Effect === "Allow",
    covers: (itsAction, itsResource, context) => action(itsAction) && resource(itsResource) && holds(context),
  };
};

const either = (named: string[] | undefined, excepted: string[] | undefined, statement: PolicyStatement): Matches => {
  if (named) return compileGlobs(named);
  if (!excepted) throw new Error(`A policy statement names no action or no resource: ${JSON.stringify(statement)}`);
  const excepts = compileGlobs(excepted);
  return (text) => !excepts(text);
};

const lowered = (value: string | string[] | undefined): string[] | undefined =>
  listed(value)?.map((text) => text.toLowerCase());

const listed = (value: string | string[] | undefined): string[] | undefined => {
  if (value === undefined) return undefined;
  const list = [value].flat();
  const variable = list.find((text) => text.includes("${"));
  if (variable) throw new Error(`Policy variables are not known on this machine: ${variable}`);
  return list;
};
