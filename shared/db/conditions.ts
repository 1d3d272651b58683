/** A condition on the stored item, as a value; only this module knows DynamoDB's expression language. */
export type Condition =
  | { is: "absent" }
  | { is: "present" }
  | { is: "equal"; field: string; value: unknown }
  | { is: "at-most"; field: string; value: number | string }
  | { is: "missing"; field: string }
  | { is: "lacks"; field: string; values: readonly string[] }
  | { is: "all"; of: Condition[] }
  | { is: "any"; of: Condition[] };

export const absent: Condition = { is: "absent" };
export const present: Condition = { is: "present" };
export const version = (value: number): Condition => ({ is: "equal", field: "version", value });
export const equals = (field: string, value: unknown): Condition => ({ is: "equal", field, value });
export const atMost = (field: string, value: number | string): Condition => ({ is: "at-most", field, value });
export const missing = (field: string): Condition => ({ is: "missing", field });
/** A set without any of these, or no set at all. */
export const lacks = (field: string, values: readonly string[]): Condition => ({ is: "lacks", field, values });
export const all = (...of: Condition[]): Condition => ({ is: "all", of });
export const any = (...of: Condition[]): Condition => ({ is: "any", of });

/** Names and values of one request's expressions, numbered so that they never collide. */
export class Placeholders {
  readonly names: Record<string, string> = {};
  readonly values: Record<string, unknown> = {};

  name(field: string): string {
    const known = Object.keys(this.names).find((key) => this.names[key] === field);
    if (known) return known;
    const placeholder = `#n${Object.keys(this.names).length}`;
    this.names[placeholder] = field;
    return placeholder;
  }

  value(value: unknown): string {
    const placeholder = `:v${Object.keys(this.values).length}`;
    this.values[placeholder] = value;
    return placeholder;
  }

  /** Only what is used: DynamoDB refuses empty maps. */
  get attributes() {
    return {
      ...(Object.keys(this.names).length > 0 ? { ExpressionAttributeNames: this.names } : {}),
      ...(Object.keys(this.values).length > 0 ? { ExpressionAttributeValues: this.values } : {}),
    };
  }
}

export const conditionExpression = (condition: Condition, placeholders: Placeholders): string => {
  switch (condition.is) {
    case "absent":
      return `attribute_not_exists(${placeholders.name("pk")})`;
    case "present":
      return `attribute_exists(${placeholders.name("pk")})`;
    case "missing":
      return `attribute_not_exists(${placeholders.name(condition.field)})`;
    case "lacks": {
      const field = placeholders.name(condition.field);
      return condition.values.map((value) => `NOT contains(${field}, ${placeholders.value(value)})`).join(" AND ");
    }
    case "equal":
      return `${placeholders.name(condition.field)} = ${placeholders.value(condition.value)}`;
    case "at-most":
      return `${placeholders.name(condition.field)} <= ${placeholders.value(condition.value)}`;
    case "all":
    case "any": {
      const word = condition.is === "all" ? " AND " : " OR ";
      return `(${condition.of.map((part) => conditionExpression(part, placeholders)).join(word)})`;
    }
  }
};
