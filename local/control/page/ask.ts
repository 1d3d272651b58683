/** Asks `/_local`, as scripts and tests do. @throws Error with the machine's sentence where it refuses */
export const ask = async <Answer>(place: string, options: RequestInit = {}): Promise<Answer> => {
  const answer = await fetch(`/_local/${place}`, options);
  const body = answer.status === 204 ? {} : await answer.json();
  if (!answer.ok) throw new Error(body.message);
  return body;
};

export const list = async <One>(place: string): Promise<One[]> => (await ask<{ data: One[] }>(place)).data;

export const post = (place: string, body: object): Promise<unknown> =>
  ask(place, { method: "POST", body: JSON.stringify(body) });

/** What came of it, for people: `done`, or why not. */
export const outcomeOf = (work: Promise<unknown>, done: string): Promise<string> =>
  work.then(
    () => done,
    (error: Error) => error.message,
  );
