import type { Clientele } from "./create-clientele.ts";

/** What `accounts.signIn` answers, and `accounts.refreshSession` again. */
export interface SessionTokens {
  accessToken: string;
  refreshToken: string;
  expiresIn: number;
}

const MARGIN_MS = 60_000;

/**
 * The access token of a person who has signed in, renewed a minute before it is over, or when it is refused: the `token`
 * of a client. However many calls wait for it, it is renewed once.
 *
 * @param onRenewed hears of every new session, to keep it for later
 * @example
 * const session = await createClientele({ baseUrl }).accounts.signIn({ body: { email, password } });
 * const clientele = createClientele({ baseUrl, token: sessionToken(createClientele({ baseUrl }), session) });
 */
export const sessionToken = (
  clientele: Pick<Clientele, "accounts">,
  session: SessionTokens,
  onRenewed: (session: SessionTokens) => void = () => undefined,
): ((refused?: string) => Promise<string>) => {
  let current = session;
  let over = overAt(session);
  let renewing: Promise<void> | undefined;

  const renew = async (): Promise<void> => {
    current = await clientele.accounts.refreshSession({ body: { refreshToken: current.refreshToken } });
    over = overAt(current);
    onRenewed(current);
  };

  return async (refused) => {
    if (refused === current.accessToken || Date.now() >= over) {
      renewing ??= renew().finally(() => {
        renewing = undefined;
      });
      await renewing;
    }
    return current.accessToken;
  };
};

const overAt = ({ expiresIn }: SessionTokens): number => Date.now() + expiresIn * 1000 - MARGIN_MS;
