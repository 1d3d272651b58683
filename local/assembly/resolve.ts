import { type Assembly, isObject, type Json, type JsonObject, type Located, type Stack } from "./template.ts";

/** What a resource answers to `Ref` and `Fn::GetAtt`. */
export interface Identity {
  ref: string;
  attributes: Record<string, string>;
}

export interface Resolver {
  /** Every resource of every stack whose condition holds, in template order. */
  resources: Located[];
  /** The value with every intrinsic function replaced. @throws on a function or reference that is not known. */
  resolve(stack: Stack, value: Json): Json;
  properties(located: Located): JsonObject;
  identity(located: Located): Identity;
}

export interface Pseudo {
  region: string;
  accountId: string;
}

/** Marks a property that `AWS::NoValue` takes away. */
const nothing = Symbol("AWS::NoValue");
type Resolved = Json | typeof nothing;

/**
 * Resolves references lazily and across stacks, so that the order of stacks and resources does not matter.
 * `identify` gives a resource its physical name; it may resolve properties of its own.
 */
export const createResolver = (
  assembly: Assembly,
  pseudo: Pseudo,
  identify: (located: Located, resolver: Resolver) => Identity,
): Resolver => {
  const identities = new Map<string, Identity>();
  const inProgress = new Set<string>();
  const exported = new Map<string, { stack: Stack; value: Json }>();
  const identity = (of: Located): Identity => {
    const key = `${of.stack.name}/${of.logicalId}`;
    const known = identities.get(key);
    if (known) return known;
    if (inProgress.has(key)) throw new Error(`${key} refers to itself`);
    inProgress.add(key);
    const found = identify(of, resolver);
    inProgress.delete(key);
    identities.set(key, found);
    return found;
  };

  const resolve = (stack: Stack, value: Json): Json => {
    const resolved = evaluate(stack, value);
    return resolved === nothing ? null : resolved;
  };

  const evaluate = (stack: Stack, value: Json): Resolved => {
    if (typeof value === "string") return plain(value);
    if (Array.isArray(value)) return value.map((item) => evaluate(stack, item)).filter((item) => item !== nothing);
    if (!isObject(value)) return value;
    const [name, ...others] = Object.keys(value);
    if (
      name !== undefined &&
      others.length === 0 &&
      (name === "Ref" || name === "Condition" || name.startsWith("Fn::"))
    ) {
      const argument = value[name] ?? null;
      if (name !== "Condition" || typeof argument === "string") return call(stack, name, argument);
    }
    const entries = Object.entries(value).map(([key, item]) => [key, evaluate(stack, item)] as const);
    return Object.fromEntries(entries.filter((entry): entry is readonly [string, Json] => entry[1] !== nothing));
  };

  const call = (stack: Stack, name: string, argument: Json): Resolved => {
    switch (name) {
      case "Ref":
        return reference(stack, text(argument, "Ref"));
      case "Fn::GetAtt":
        return attribute(stack, typeof argument === "string" ? argument.split(".") : texts(argument, name));
      case "Fn::Join": {
        const [separator, items] = pair(argument, name);
        return texts(resolve(stack, items), name).join(text(separator, name));
      }
      case "Fn::Sub":
        return substitute(stack, argument);
      case "Fn::Select": {
        const [index, items] = pair(argument, name);
        return list(resolve(stack, items), name)[Number(index)] ?? fail(`${name}: no item ${String(index)}`);
      }
      case "Fn::Split": {
        const [separator, whole] = pair(argument, name);
        return text(resolve(stack, whole), name).split(text(separator, name));
      }
      case "Fn::Base64":
        return Buffer.from(text(resolve(stack, argument), name)).toString("base64");
      case "Fn::FindInMap": {
        const [map = "", first = "", second = ""] = texts(resolve(stack, argument), name);
        return (
          stack.template.Mappings?.[map]?.[first]?.[second] ?? fail(`${name}: ${map}.${first}.${second} is not there`)
        );
      }
      case "Fn::ImportValue":
        return imported(text(resolve(stack, argument), name));
      case "Fn::GetStackOutput":
        return stackOutput(resolve(stack, argument));
      case "Fn::If": {
        const [test, whenTrue = null, whenFalse = null] = list(argument, name);
        return evaluate(stack, condition(stack, text(test ?? null, name)) ? whenTrue : whenFalse);
      }
      case "Condition":
        return condition(stack, text(argument, name));
      case "Fn::Equals": {
        const [left, right] = pair(argument, name);
        return JSON.stringify(resolve(stack, left)) === JSON.stringify(resolve(stack, right));
      }
      case "Fn::Not":
        return !list(resolve(stack, argument), name)[0];
      case "Fn::And":
        return list(resolve(stack, argument), name).every(Boolean);
      case "Fn::Or":
        return list(resolve(stack, argument), name).some(Boolean);
      default:
        return fail(`The intrinsic function ${name} is not known`);
    }
  };

  const condition = (stack: Stack, name: string): boolean => {
    const expression = stack.template.Conditions?.[name];
    if (expression === undefined) return fail(`Condition ${name} is not declared`);
    return resolve(stack, expression) === true;
  };

  const reference = (stack: Stack, name: string): Resolved => {
    switch (name) {
      case "AWS::NoValue":
        return nothing;
      case "AWS::Region":
        return pseudo.region;
      case "AWS::AccountId":
        return pseudo.accountId;
      case "AWS::Partition":
        return "aws";
      case "AWS::URLSuffix":
        return "amazonaws.com";
      case "AWS::StackName":
        return stack.name;
      case "AWS::StackId":
        return `arn:aws:cloudformation:${pseudo.region}:${pseudo.accountId}:stack/${stack.name}/local`;
    }
    const parameter = stack.template.Parameters?.[name];
    if (parameter) return parameter.Default ?? fail(`Parameter ${name} of ${stack.name} has no default`);
    return identity(find(stack, name)).ref;
  };

  const attribute = (stack: Stack, [logicalId = "", ...rest]: string[]): string => {
    const of = find(stack, logicalId);
    const value = identity(of).attributes[rest.join(".")];
    return value ?? fail(`${of.resource.Type} has no known attribute ${rest.join(".")} (${stack.name}/${logicalId})`);
  };

  const find = (stack: Stack, logicalId: string): Located => {
    const resource = stack.template.Resources?.[logicalId];
    return resource ? { stack, logicalId, resource } : fail(`${stack.name} has no resource ${logicalId}`);
  };

  const substitute = (stack: Stack, argument: Json): string => {
    const [pattern, variables] = Array.isArray(argument) ? argument : [argument, {}];
    const own = isObject(variables) ? variables : {};
    return text(pattern ?? null, "Fn::Sub").replace(/\$\{([^}]+)\}/g, (_, name: string) => {
      if (name.startsWith("!")) return `\${${name.slice(1)}}`;
      const value = own[name];
      if (value !== undefined) return text(resolve(stack, value), "Fn::Sub");
      return name.includes(".") ? attribute(stack, name.split(".")) : text(resolve(stack, { Ref: name }), "Fn::Sub");
    });
  };

  const imported = (name: string): Json => {
    const found = exported.get(name);
    return found ? resolve(found.stack, found.value) : fail(`Nothing exports ${name}`);
  };

  const stackOutput = (argument: Json): Json => {
    if (!isObject(argument)) return fail("Fn::GetStackOutput needs a stack and an output");
    const stack = assembly.stacks.find(({ name }) => name === argument.StackName);
    const output = stack?.template.Outputs?.[String(argument.OutputName)];
    if (!stack || !output) return fail(`${String(argument.StackName)} has no output ${String(argument.OutputName)}`);
    return resolve(stack, output.Value);
  };

  for (const stack of assembly.stacks) {
    for (const { Value, Export } of Object.values(stack.template.Outputs ?? {})) {
      if (Export) exported.set(text(resolve(stack, Export.Name), "an export's name"), { stack, value: Value });
    }
  }

  const located = (stack: Stack): Located[] =>
    Object.entries(stack.template.Resources ?? {})
      .map(([logicalId, resource]) => ({ stack, logicalId, resource }))
      .filter(({ resource }) => !resource.Condition || condition(stack, resource.Condition));

  const properties = (of: Located): JsonObject => {
    const value = resolve(of.stack, of.resource.Properties ?? {});
    return isObject(value) ? value : {};
  };

  const resolver: Resolver = { resources: assembly.stacks.flatMap(located), resolve, properties, identity };
  return resolver;
};

/** Dynamic references are read at deploy time, from services that hold nothing here. */
const plain = (value: string): string =>
  value.includes("{{resolve:") ? fail(`The dynamic reference ${value} is not known`) : value;

const text = (value: Json, where: string): string => {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return fail(`${where}: expected a text, found ${JSON.stringify(value)}`);
};

const list = (value: Json, where: string): Json[] =>
  Array.isArray(value) ? value : fail(`${where}: expected a list, found ${JSON.stringify(value)}`);

const texts = (value: Json, where: string): string[] => list(value, where).map((item) => text(item, where));

const pair = (value: Json, where: string): [Json, Json] => {
  const [first, second] = list(value, where);
  return first === undefined || second === undefined ? fail(`${where}: expected two values`) : [first, second];
};

const fail: (message: string) => never = (message) => {
  throw new Error(message);
};
