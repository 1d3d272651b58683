import type { AuthorizerDeclaration } from "../assembly/deployment.ts";
import { isObject } from "../assembly/template.ts";
import type { toEvent } from "./event.ts";

export type Verdict = { allowed: true; context: unknown } | { allowed: false; status: 401 | 403 | 500 };
type HttpEvent = ReturnType<typeof toEvent>;

interface Kept {
  verdict: Verdict;
  until: number;
}

const mostKept = 10_000;

/**
 * A Lambda authorizer with simple responses. Without one of its identity sources it is not asked: 401. Its answers are
 * kept for the authorizer's time, under the values of those sources.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export const createAuthorizer = (declaration: AuthorizerDeclaration, invoke: (event: unknown) => Promise<unknown>) => {
  const { IdentitySource, AuthorizerResultTtlInSeconds: seconds } = declaration;
  if (!declaration.EnableSimpleResponses) throw new Error("An authorizer that answers with IAM policies is not known");
  const kept = new Map<string, Kept>();

  const ask = async (event: object): Promise<Verdict> => {
    try {
      const answer = await invoke(event);
      if (!isObject(answer) || typeof answer.isAuthorized !== "boolean") return { allowed: false, status: 500 };
      return answer.isAuthorized ? { allowed: true, context: answer.context ?? {} } : { allowed: false, status: 403 };
    } catch {
      return { allowed: false, status: 500 };
    }
  };

  return async (event: HttpEvent): Promise<Verdict> => {
    const identity = IdentitySource.map((source) => identityValue(source, event));
    if (identity.some((value) => value === undefined || value === "")) return { allowed: false, status: 401 };
    const key = JSON.stringify(identity);
    const known = kept.get(key);
    if (known && known.until > Date.now()) return known.verdict;
    const verdict = await ask({ ...event, type: "REQUEST", identitySource: identity });
    if (seconds > 0 && IdentitySource.length > 0 && !("status" in verdict && verdict.status === 500)) {
      if (kept.size >= mostKept) kept.clear();
      kept.set(key, { verdict, until: Date.now() + seconds * 1000 });
    }
    return verdict;
  };
};

/** `$request.header.Authorization`, `$request.querystring.key`, `$context.routeKey`. */
const identityValue = (source: string, event: HttpEvent): string | undefined => {
  const [, place, name = ""] = /^\$(request\.header|request\.querystring|context)\.(.+)$/.exec(source) ?? [];
  if (place === "request.header") return event.headers[name.toLowerCase()];
  if (place === "request.querystring") return event.queryStringParameters?.[name];
  if (place === "context" && name === "routeKey") return event.routeKey;
  throw new Error(`The identity source ${source} is not known`);
};
