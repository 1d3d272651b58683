import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { SeededAccount } from "../../local/seed.ts";

const root = resolve(import.meta.dirname, "../..");

export interface Sample {
  /** All blocks of one language as one program, at the address of a stack and with the secrets of its account. */
  program: string;
  /** What it says that it prints, behind `// →` or `# →`. */
  prints: string[];
}

/** The code that a page shows in a language, which its reader would write into one file. */
export const sampleOf = async (
  page: string,
  language: "ts" | "python",
  { url, account }: { url: string; account: SeededAccount | undefined },
): Promise<Sample> => {
  const text = await readFile(join(root, page), "utf8");
  const blocks = [...text.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(
    ([, code]) => code,
  );
  if (blocks.length === 0) throw new Error(`${page} shows no ${language}.`);
  const program = blocks
    .join("\n")
    .replace(/https?:\/\/(api\.example\.com|clientele\.example|127\.0\.0\.1:4000)/g, url)
    .replace(/ck_(…|paste_your_API_key)/g, account?.apiKey ?? "")
    .replace("owner@example.com", account?.owner.email ?? "")
    .replace('password: "…"', `password: ${JSON.stringify(account?.owner.password)}`);
  const prints = [...program.matchAll(/(?:\/\/|#) → (.*)$/gm)].map(([, line = ""]) => line);
  return { program, prints };
};
