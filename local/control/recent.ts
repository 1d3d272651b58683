import type { RecentCall, RecentRequest } from "./views.ts";

/** The last things that happened, for the page: what the product was asked, and what its functions asked of AWS. */

export interface Recent {
  addRequest(request: Omit<RecentRequest, "at">): void;
  addCall(call: Omit<RecentCall, "at">): void;
  /** Newest first. */
  requests(): RecentRequest[];
  calls(): RecentCall[];
}

const kept = 200;

export const createRecent = (): Recent => {
  const requests: RecentRequest[] = [];
  const calls: RecentCall[] = [];
  const add = <T extends { ms: number }>(list: (T & { at: string })[], item: T) => {
    list.push({ ...item, ms: Math.round(item.ms * 10) / 10, at: new Date().toISOString() });
    if (list.length > kept * 2) list.splice(0, kept);
  };
  return {
    addRequest: (request) => add(requests, request),
    addCall: (call) => add(calls, call),
    requests: () => requests.slice(-kept).reverse(),
    calls: () => calls.slice(-kept).reverse(),
  };
};
