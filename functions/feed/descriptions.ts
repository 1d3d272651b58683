import type { Words } from "../../shared/http/words.ts";

export const descriptions: Words = {
  "Change.type": ["What happened: the kind of resource and the step", "client.updated"],
  changed: ["The names of the fields that changed; the values are the resource's", ["email"]],
  "Changes.after": ["Keep it, and send it as `after` for what happens next", "d2hlcmUgSSB3YXM"],
  more: ["Whether there is more to be read at once", false],
};
