import { type Answer, type Answered, answer } from "./answer.ts";
import { ClienteleError } from "./errors.ts";
import type { AnswerOf, Arguments, Operation } from "./request-types.ts";

/** An operation that answers a list, page by page. */
export type ListCall<O extends Operation> = (...request: Arguments<O>) => Listing<AnswerOf<O>>;

export interface Page {
  data: unknown[];
  nextCursor?: string;
}

type ItemOf<P> = P extends { data: (infer Item)[] } ? Item : never;

/**
 * A list. `await` gives its first page, `for await` every item of every page, and `pages()` every page. Nothing is sent
 * before one of them is asked for, and a page not before the one before it was used up.
 */
export interface Listing<P> extends PromiseLike<P>, AsyncIterable<ItemOf<P>> {
  catch<R>(onRejected: (reason: unknown) => R): Promise<P | R>;
  withResponse(): Promise<Answered<P>>;
  pages(): AsyncIterable<P>;
  /** Every item, or the first so many, in an array. */
  toArray(most?: number): Promise<ItemOf<P>[]>;
}

/** @param read one page: the first, or the one behind a cursor */
export const listing = <P extends Page>(read: (cursor?: string) => Promise<Answered<P>>): Listing<P> => {
  let asked: Answer<P> | undefined;
  const first = (): Answer<P> => {
    asked ??= answer(read());
    return asked;
  };

  async function* pages(): AsyncGenerator<P, void> {
    let page = await first();
    yield page;
    while (page.nextCursor !== undefined) {
      const cursor = page.nextCursor;
      page = (await read(cursor)).data;
      if (page.nextCursor === cursor) throw new ClienteleError("The list does not go on: its cursor leads to itself.");
      yield page;
    }
  }

  async function* items(): AsyncGenerator<ItemOf<P>, void> {
    for await (const page of pages()) yield* page.data as ItemOf<P>[];
  }

  return {
    // biome-ignore lint/suspicious/noThenProperty: a list is awaited for its first page
    then: (onFulfilled, onRejected) => first().then(onFulfilled, onRejected),
    catch: (onRejected) => first().catch(onRejected),
    withResponse: () => first().withResponse(),
    pages,
    [Symbol.asyncIterator]: items,
    async toArray(most = Number.POSITIVE_INFINITY) {
      const taken: ItemOf<P>[] = [];
      if (most <= 0) return taken;
      for await (const item of items()) if (taken.push(item) >= most) break;
      return taken;
    },
  };
};
