import { AppError } from "../errors.ts";
import type { CustomField } from "./client.ts";

/** What is wrong with what somebody said about a client: whoever tells people of it finds the words. */
export type ClientMistake =
  | { kind: "not-an-email" | "not-a-phone" | "nobody" }
  | { kind: "no-such-field"; type: string; key: string }
  | { kind: "no-value"; key: string }
  | { kind: "not-of-its-kind" | "required"; field: CustomField };

/** A mistake and where it stands: `pointer` is a JSON Pointer (RFC 6901) into the client. */
export interface PlacedMistake {
  pointer: string;
  mistake: ClientMistake;
}

/** A client that cannot be written as it is. To callers of the API it is `validation-failed`, in English. */
export class ContentRefused extends AppError {
  readonly mistakes: readonly PlacedMistake[];
  constructor(mistakes: readonly PlacedMistake[]) {
    const errors = mistakes.map(({ pointer, mistake }) => ({ pointer, message: inEnglish(mistake) }));
    super("validation-failed", errors[0]?.message, { errors });
    this.name = "ContentRefused";
    this.mistakes = mistakes;
  }
}

const inEnglish = (mistake: ClientMistake): string => {
  switch (mistake.kind) {
    case "not-an-email":
      return "Not an e-mail address";
    case "not-a-phone":
      return "Not a phone number";
    case "nobody":
      return "Give a name, a company, an e-mail address or a mobile number";
    case "no-such-field":
      return `The client type ${mistake.type} has no field ${mistake.key}`;
    case "no-value":
      return "Expected a text, a number, yes or no, a list of texts, an amount or a place";
    case "not-of-its-kind":
      return `Expected ${mistake.field.kind.replace("_", " ")}${optionsHint(mistake.field)}`;
    case "required":
      return `${mistake.field.label} is required`;
  }
};

const optionsHint = ({ options }: CustomField): string => (options ? `: one of ${options.join(", ")}` : "");
