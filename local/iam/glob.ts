export type Matches = (text: string) => boolean;

/** IAM's patterns: `*` for any run of characters, `?` for one. Compiled once, as most are plain or end in a star. */
export const compileGlob = (pattern: string): Matches => {
  if (pattern === "*") return () => true;
  if (!/[*?]/.test(pattern)) return (text) => text === pattern;
  const prefix = pattern.slice(0, -1);
  if (pattern.endsWith("*") && !/[*?]/.test(prefix)) return (text) => text.startsWith(prefix);
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", "[^]*")
    .replaceAll("?", "[^]");
  const compiled = new RegExp(`^${expression}$`);
  return (text) => compiled.test(text);
};

/** True when any of the patterns matches. */
export const compileGlobs = (patterns: string[]): Matches => {
  const compiled = patterns.map(compileGlob);
  const [only] = compiled;
  if (compiled.length === 1 && only) return only;
  return (text) => compiled.some((matches) => matches(text));
};
