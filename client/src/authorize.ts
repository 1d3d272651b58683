import type { Token } from "./options.ts";

type Send = (request: Request) => Promise<Response>;

/** Sends with a token; when it is refused, who gives tokens is asked once for another. */
export const withToken = (send: Send, token: Token | undefined): Send => {
  if (token === undefined) return send;
  if (typeof token === "string") return (request) => send(signed(request, token));
  return async (request) => {
    const again = request.clone();
    const given = await token();
    const response = await send(signed(request, given));
    if (response.status !== 401) return response;
    const renewed = await token(given);
    if (renewed === given) return response;
    await response.body?.cancel();
    return send(signed(again, renewed));
  };
};

const signed = (request: Request, token: string): Request => {
  request.headers.set("authorization", `Bearer ${token}`);
  return request;
};
