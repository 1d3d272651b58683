/** Surrogates stand for characters above U+FFFF: in UTF-8 these follow every other character. */
const rank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);

/**
 * Compares two keys as DynamoDB sorts them: by their UTF-8 bytes. JavaScript's `<` compares UTF-16 units, which differs
 * where characters above U+FFFF meet those from U+E000 to U+FFFF.
 */
export const compareKeys = (a: string, b: string): number => {
  if (a === b) return 0;
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
};
