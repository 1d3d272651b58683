import { json } from "../answers.ts";
import type { Wiring } from "../contract.ts";
import { optionalText, recordOf } from "../read.ts";
import type { ServiceHandler } from "./service.ts";

/** EventBridge Scheduler is the wiring's: here only its errors get the header that SDK clients look for. */
export const schedulerService =
  (scheduler: Wiring["scheduler"]): ServiceHandler =>
  async ({ operation, path, query, input }) => {
    const { status, body } = await scheduler(operation, query ? `${path}?${query}` : path, input);
    const answer = json(body, status);
    if (status < 400) return answer;
    const { __type, name, code } = recordOf(body);
    const type = [__type, name, code].map(optionalText).find(Boolean) ?? "InternalServerException";
    return { ...answer, headers: { ...answer.headers, "x-amzn-errortype": type } };
  };
