/** The first `max` UTF-16 units of a text, never half of a character outside the basic plane. */
export const cut = (text: string, max: number): string => {
  if (text.length <= max) return text;
  const head = text.slice(0, max);
  return head.isWellFormed() || !text.isWellFormed() ? head : head.slice(0, -1);
};
