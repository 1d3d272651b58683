/** What was read ahead, then the rest of where it was read from; stopping early closes that too. */
export async function* followedBy<T>(ahead: readonly T[], rest: AsyncIterator<T>): AsyncGenerator<T> {
  try {
    yield* ahead;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
