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
  /** Of the first sign-in with a temporary password, as an operator may give one: replaces it. */
  newPassword?: string | undefined;
}

/** Somebody who can sign in. */
export interface Person {
  personId: string;
  email: string;
  /** Whether it is known that the mailbox is theirs: only then does the address say who they are. */
  verified: boolean;
}

/**
 * Who signs in: the user pool, as the feature sees it. Every refusal is an AppError; one that concerns a password points
 * at its field in the body of the route.
 */
export interface People {
  /**
   * Opens a sign-in with this password. Somebody who has one already must know its password; an address that nobody has
   * proven belongs to nobody, so the next who signs up with it takes it over.
   */
  register(person: Credentials & { name: string }): Promise<Session & Pick<Person, "verified">>;
  /** A sign-in for whoever has proven the address, by a link that was sent there. @returns the `sub` */
  enrol(person: Credentials & { name: string }): Promise<string>;
  /** By the address in small letters, or by the `sub`. */
  find(emailOrId: string): Promise<Person | undefined>;
  /** Notes that the mailbox is theirs. */
  confirmAddress(person: Pick<Person, "personId" | "email">): Promise<void>;
  /** Sets a password without the one before. */
  setPassword(personId: string, password: string): Promise<void>;
  /** Ends every session: no refresh token of before gives a new access token. */
  signOutEverywhere(personId: string): Promise<void>;
  /** Ends one session. Unknown and ended tokens are passed over. */
  signOut(refreshToken: string): Promise<void>;
  /** @throws AppError `unauthenticated`, the same for an unknown address as for a wrong password */
  signIn(credentials: Credentials): Promise<Session>;
  /** @throws AppError `unauthenticated` */
  refresh(refreshToken: string): Promise<Session>;
  changePassword(accessToken: string, change: { currentPassword: string; newPassword: string }): Promise<void>;
}
