/** What signing in gives, and who it was. */
export interface Session {
  /** The user pool's `sub`. */
  personId: string;
  accessToken: string;
  refreshToken: string;
  /** Seconds that the access token lives. */
  expiresIn: number;
}

export interface Credentials {
  email: string;
  password: string;
  /** Of an invited person's first sign-in: replaces the temporary password. */
  newPassword?: string | undefined;
}

/**
 * Who signs in: the user pool, as the feature sees it. Every refusal is an AppError; one that concerns a password points
 * at its field in the body of the route.
 */
export interface People {
  /** Opens a sign-in with this password; somebody who has one already must know its password. */
  register(person: Credentials & { name: string }): Promise<Session>;
  /** The `sub` of the person with this address; a new person gets a temporary password by e-mail. */
  invite(person: { email: string; name: string }): Promise<string>;
  /** @throws AppError `unauthenticated`, the same for an unknown address as for a wrong password */
  signIn(credentials: Credentials): Promise<Session>;
  /** @throws AppError `unauthenticated` */
  refresh(refreshToken: string): Promise<Session>;
  changePassword(accessToken: string, change: { currentPassword: string; newPassword: string }): Promise<void>;
}
