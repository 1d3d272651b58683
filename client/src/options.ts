import type { CallOptions } from "./request-types.ts";

/** A token, or who gives one; `refused` is the one that was answered 401, when it was. */
export type Token = string | ((refused?: string) => string | Promise<string>);

export interface ClienteleOptions extends Omit<CallOptions, "signal"> {
  /** The API's address, with or without `/v1`, such as `https://api.example.com`. */
  baseUrl: string;
  /**
   * An API key (`ck_…`) or an access token, or a function that gives one. The function is asked before every try, and
   * once more when its token was refused.
   */
  token?: Token;
  /** The language of the sentences in problems, such as `fr-CA`. */
  language?: string;
  /** Your program's name and version, said before the client's own: `my-shop/2.1`. Browsers send their own. */
  userAgent?: string;
  /** Sends requests instead of the runtime's own `fetch`: through a proxy, or in a test. */
  fetch?: (request: Request) => Promise<Response>;
}

/** What holds where neither the call nor the client says otherwise. */
export const defaults = { timeout: 30_000, totalTimeout: 120_000, maxRetries: 3 };
