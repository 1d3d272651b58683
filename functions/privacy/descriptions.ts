import type { Words } from "../../shared/http/words.ts";

export const descriptions: Words = {
  erasureId: ["The id of the erasure, whose receipt tells what was erased", "era_01HZX3QK8S5T7VWXYZ0123456A"],
  erased: ["What was erased, and where", undefined],
  kept: ["What stays, why, and until when", undefined],
  what: ["What it is", "notes"],
};
