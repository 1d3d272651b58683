/** What the server tells the script of a request's page: the JSON in the element `#page`. */
export interface UploadSettings {
  language: string;
  maxBytes: number;
  /** What is larger is sent in parts. */
  formBytes: number;
  /** Content types. */
  accepted: string[];
  /** Browsers guess types by what is installed; the extension is the better witness. */
  extensions: Record<string, string>;
  words: UploadWords;
}

/** Every sentence that the page of a document request may have to say. `{name}` is a file's name, `{count}` a number. */
export interface UploadWords {
  waiting: string;
  sending: string;
  checking: string;
  received: string;
  later: string;
  lost: string;
  unfinished: string;
  waitingForNetwork: string;
  resumed: string;
  retry: string;
  retryOf: string;
  progress: string;
  news: string;
  one: string;
  many: string;
  refused: Record<RefusalReason, string>;
}

/** Why a file is not taken: as the API says it, or the script itself. `other` stands for what neither of them names. */
export type RefusalReason =
  | "empty"
  | "unreadable"
  | "not_scannable"
  | "infected"
  | "too_much"
  | "too_large"
  | "type_not_accepted"
  | "type_mismatch"
  | "over"
  | "other";
