import type { PolicyStatement } from "../front-door/contract.ts";
import { compileGlob } from "./glob.ts";

/** What a call says about itself, by condition key in lower case. */
export type CallContext = Record<string, string | string[]>;

export type Condition = (context: CallContext) => boolean;

type Test = (value: string, expected: string) => boolean;

const tests: Record<string, Test> = {
  stringequals: (value, expected) => value === expected,
  stringequalsignorecase: (value, expected) => value.toLowerCase() === expected.toLowerCase(),
  stringlike: (value, expected) => compileGlob(expected)(value),
  arnequals: (value, expected) => compileGlob(expected)(value),
  arnlike: (value, expected) => compileGlob(expected)(value),
  bool: (value, expected) => value.toLowerCase() === expected.toLowerCase(),
  numericequals: (value, expected) => Number(value) === Number(expected),
  numericlessthan: (value, expected) => Number(value) < Number(expected),
  numericlessthanequals: (value, expected) => Number(value) <= Number(expected),
  numericgreaterthan: (value, expected) => Number(value) > Number(expected),
  numericgreaterthanequals: (value, expected) => Number(value) >= Number(expected),
};

/** @throws Error for an operator that this machine does not know: a policy half understood protects nobody. */
export const compileConditions = (block: PolicyStatement["Condition"]): Condition => {
  const conditions = Object.entries(block ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, expected]) => compileCondition(operator, key, [expected].flat().map(String))),
  );
  return (context) => conditions.every((holds) => holds(context));
};

const compileCondition = (operator: string, key: string, expected: string[]): Condition => {
  const [set, plain] = splitSet(operator.toLowerCase());
  const name = key.toLowerCase();
  if (plain === "null") return (context) => (context[name] === undefined) === (expected[0] === "true");
  const ifExists = plain.endsWith("ifexists");
  const bare = ifExists ? plain.slice(0, -"ifexists".length) : plain;
  const negated = /^(string|arn|numeric)not/.test(bare);
  const test = tests[bare.replace("not", "")];
  if (!test) throw new Error(`The condition operator ${operator} (on ${key}) is not known on this machine.`);
  const agrees = (value: string) => expected.some((one) => test(value, one)) !== negated;
  return (context) => {
    const values = context[name];
    if (values === undefined) return ifExists || negated || set === "forallvalues";
    const list = [values].flat();
    return set === "forallvalues" ? list.every(agrees) : set === "foranyvalue" ? list.some(agrees) : list.every(agrees);
  };
};

const splitSet = (operator: string): [set: string, plain: string] => {
  const [first = "", second] = operator.split(":");
  return second === undefined ? ["", first] : [first, second];
};
