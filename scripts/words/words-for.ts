import { accounts } from "./accounts.ts";
import { campaigns } from "./campaigns.ts";
import { clients } from "./clients.ts";
import { common } from "./common.ts";
import { documents } from "./documents.ts";
import { ids } from "./ids.ts";
import { imports } from "./imports.ts";
import { privacy } from "./privacy.ts";
import type { Words } from "./words.ts";

const words: Words = { ...common, ...ids, ...accounts, ...clients, ...imports, ...documents, ...campaigns, ...privacy };

/** @param holder the field or shape that the field stands in, or several with `/` between them, the first before the next */
export const wordsFor = (holder: string, name: string) =>
  holder
    .split("/")
    .map((place) => words[`${place}.${name}`])
    .find((found) => found !== undefined) ?? words[name];
