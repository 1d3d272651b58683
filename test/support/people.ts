import type { Credentials, People, Session } from "../../functions/accounts/people.ts";
import { AppError, invalid } from "../../shared/errors.ts";
import { testToken } from "./actors.ts";

interface Known {
  personId: string;
  password: string;
  invited: boolean;
}

/** The password that an invited person finds in the mail. */
export const TEMPORARY_PASSWORD = "Temporary-1234";

/** A user pool in memory that refuses as Cognito does. */
export const testPeople = () => {
  const known = new Map<string, Known>();
  const denied = () => new AppError("unauthenticated", "The e-mail address, the password or the token is wrong.");

  const sessionOf = ({ personId }: Known): Session => ({
    personId,
    accessToken: testToken(personId),
    refreshToken: `refresh.${personId}`,
    expiresIn: 3600,
  });

  const enrol = (email: string, password: string, invited: boolean): Known => {
    const person = { personId: `sub-${known.size + 1}`, password, invited };
    known.set(email, person);
    return person;
  };

  const signIn = async ({ email, password, newPassword }: Credentials): Promise<Session> => {
    const person = known.get(email);
    if (person?.password !== password) throw denied();
    if (person.invited && !newPassword) throw invalid("/newPassword", "Choose a password of your own.");
    if (person.invited && newPassword) Object.assign(person, { password: newPassword, invited: false });
    return sessionOf(person);
  };

  const people: People = {
    async register({ email, password }) {
      if (!known.has(email)) enrol(email, password, false);
      return signIn({ email, password, newPassword: password });
    },
    async invite({ email }) {
      return (known.get(email) ?? enrol(email, TEMPORARY_PASSWORD, true)).personId;
    },
    signIn,
    async refresh(refreshToken) {
      const person = [...known.values()].find(({ personId }) => refreshToken === `refresh.${personId}`);
      if (!person) throw denied();
      return sessionOf(person);
    },
    async changePassword(accessToken, { currentPassword, newPassword }) {
      const person = [...known.values()].find(({ personId }) => accessToken === testToken(personId));
      if (!person) throw denied();
      if (person.password !== currentPassword) throw invalid("/currentPassword", "This is not the current password.");
      person.password = newPassword;
    },
  };
  return people;
};
