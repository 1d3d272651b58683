import type { AnswerOf, Arguments, Operation } from "./request-types.ts";

/** One operation of the API as a function. */
export type Call<O extends Operation> = (...request: Arguments<O>) => Answer<AnswerOf<O>>;

/** What the operation answers; `withResponse()` has the status and the headers, too. */
export interface Answer<T> extends Promise<T> {
  withResponse(): Promise<Answered<T>>;
}

export interface Answered<T> {
  data: T;
  status: number;
  headers: Headers;
}

export const answer = <T>(sent: Promise<Answered<T>>): Answer<T> => {
  const data = sent.then((answered) => answered.data);
  return Object.assign(data, {
    withResponse() {
      // A failure is told once: to whoever asked for the response.
      data.catch(() => undefined);
      return sent;
    },
  });
};
