/**
 * What the server tells the script of the pages for a business's own people (an invitation to answer, a password to
 * choose): the JSON in the element `#page`.
 */
export interface PersonSettings {
  token: string;
  language: string;
  /** Path to post the answer to. */
  accept: string;
  decline?: string;
  words: { done: string; failed: string; declined?: string };
}
