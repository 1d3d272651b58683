import { globSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");

/** What refuses: its texts are sentences that callers read. */
const heads =
  /\b(AppError|invalid|noSuch|notFound|refused|refine|pattern|regex|minLength|maxLength|email|url)\(|\b(message|error):\s*(?=["`])/g;

/** Every sentence that a refusal may hold, as the sources write it: `{}` stands for what is filled in. */
export const sentencesOfRefusals = (): Map<string, string> => {
  const found = new Map<string, string>();
  for (const file of globSync("{functions,shared}/**/*.ts", { cwd: root })) {
    if (
      /\/french(\/|\.ts$)|-(words|samples)\.ts$|\/(descriptions|capacity)\.ts$|manifest\.ts$|shared\/(messaging|pages)\//.test(
        file,
      )
    )
      continue;
    const source = readFileSync(resolve(root, file), "utf8");
    for (const head of source.matchAll(heads)) {
      const texts = textsFrom(source, head.index + head[0].length, head[2] === undefined);
      for (const sentence of sentencesOf(head[1] ?? "", texts)) found.set(sentence, file);
    }
  }
  return found;
};

const sentencesOf = (head: string, texts: readonly string[]): string[] => {
  const [what = ""] = texts;
  if (what === "" || what.includes("{}")) return texts.filter(isSentence);
  if (head === "notFound") return [`No such ${what}.`];
  if (head === "noSuch") return [`There is no such ${what}.`, `No such ${what}`];
  return texts.filter(isSentence);
};

const isSentence = (text: string): boolean =>
  /[a-z] |[}`] [a-z]/i.test(text) && /^[A-Z`{]/.test(text) && !/^[A-Z]+ \//.test(text);

/** The texts of a call's arguments from its opening bracket on, or the one text that a member has. */
const textsFrom = (source: string, start: number, isCall: boolean): string[] => {
  const texts: string[] = [];
  for (let place = start, depth = 1; place < source.length && depth > 0; place++) {
    const letter = source[place] ?? "";
    if (letter === "(") depth += 1;
    if (letter === ")") depth -= 1;
    if (!/["'`]/.test(letter)) continue;
    const { text, end } = textAt(source, place);
    texts.push(text);
    if (!isCall) return texts;
    place = end;
  }
  return texts;
};

const textAt = (source: string, start: number): { text: string; end: number } => {
  const quote = source[start];
  let text = "";
  for (let place = start + 1; place < source.length; place++) {
    const letter = source[place];
    if (letter === quote) return { text, end: place };
    if (letter === "\\") {
      place += 1;
      text += source[place];
    } else if (quote === "`" && source.startsWith("${", place)) {
      let depth = 1;
      for (place += 2; depth > 0; place++) depth += source[place] === "{" ? 1 : source[place] === "}" ? -1 : 0;
      place -= 1;
      text += "{}";
    } else text += letter;
  }
  throw new Error("A text has no end.");
};
