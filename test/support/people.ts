import type { Credentials, People, Person, Session } from "../../functions/accounts/people.ts";
import { AppError, invalid } from "../../shared/errors.ts";
import { testToken } from "./actors.ts";

interface Known extends Person {
  password: string;
  /** Ends all refresh tokens of before. */
  sessions: number;
}

/** A user pool in memory that refuses as Cognito does. */
export const testPeople = (): People & { changeAddress(personId: string, email: string): void } => {
  const known = new Map<string, Known>();
  const over = new Set<string>();
  let enrolled = 0;
  const denied = () => new AppError("unauthenticated", "The e-mail address, the password or the token is wrong.");
  const byId = (id: string) => [...known.values()].find(({ personId }) => personId === id);

  const sessionOf = ({ personId, sessions }: Known): Session => ({
    personId,
    accessToken: testToken(personId),
    refreshToken: `refresh.${personId}.${sessions}`,
    expiresIn: 3600,
  });

  const create = (email: string, password: string, verified: boolean): Known => {
    const person = { personId: `sub-${++enrolled}`, email, password, verified, sessions: 0 };
    known.set(email, person);
    return person;
  };

  const signIn = async ({ email, password }: Credentials): Promise<Session> => {
    const person = known.get(email);
    if (person?.password !== password) throw denied();
    return sessionOf(person);
  };

  return {
    async register({ email, password }) {
      const earlier = known.get(email);
      if (!earlier || (!earlier.verified && earlier.password !== password)) create(email, password, false);
      return { ...(await signIn({ email, password })), verified: known.get(email)?.verified === true };
    },
    async enrol({ email, password }) {
      return create(email, password, true).personId;
    },
    async find(emailOrId) {
      return known.get(emailOrId) ?? byId(emailOrId);
    },
    async confirmAddress({ personId }) {
      Object.assign(byId(personId) ?? {}, { verified: true });
    },
    async setPassword(personId, password) {
      Object.assign(byId(personId) ?? {}, { password });
    },
    async signOutEverywhere(personId) {
      const person = byId(personId);
      if (person) person.sessions += 1;
    },
    async signOut(refreshToken) {
      over.add(refreshToken);
    },
    signIn,
    async refresh(refreshToken) {
      const person = [...known.values()].find((one) => sessionOf(one).refreshToken === refreshToken);
      if (!person || over.has(refreshToken)) throw denied();
      return sessionOf(person);
    },
    async changePassword(accessToken, { currentPassword, newPassword }) {
      const person = [...known.values()].find(({ personId }) => accessToken === testToken(personId));
      if (!person) throw denied();
      if (person.password !== currentPassword) throw invalid("/currentPassword", "This is not the current password.");
      person.password = newPassword;
    },
    /** What Cognito lets people do to themselves where it is open: the new address is not proven. */
    changeAddress(personId, email) {
      const person = byId(personId);
      if (!person) return;
      known.delete(person.email);
      known.set(email, Object.assign(person, { email, verified: false }));
    },
  };
};
