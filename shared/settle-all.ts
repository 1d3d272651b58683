/**
 * Waits for work that was begun side by side, to its end even where some of it failed: nothing is left running that would
 * write after its caller has given up, and over what came since.
 * @throws the error of the first that failed, in their order
 */
export const settleAll = async <Work extends readonly unknown[] | []>(
  work: Work,
): Promise<{ -readonly [Place in keyof Work]: Awaited<Work[Place]> }> => {
  await Promise.allSettled(work);
  return Promise.all(work);
};
