/** Each objection of a report: what was sent, what came back, and what is wrong with that. */
export const objectionsIn = (report: string): string[] => {
  const start = report.search(/^=+ (ERRORS|FAILURES) =+$/m);
  if (start < 0) return [];
  const lines = report.slice(start, report.lastIndexOf("= SUMMARY ="));
  return lines.split(/^(?=_{3,} .* _{3,}$|\d+\. Test Case ID: )/m).filter((part) => /^- |Error/m.test(part));
};

interface Explanation {
  objection: RegExp;
  because: string;
}

const explanations: readonly Explanation[] = [
  {
    objection: /ST202[\s\S]*\n\[412\]/,
    because: "A version that If-Match names well may be over.",
  },
  {
    objection: /ST202[\s\S]*problem-idempotency-key-reused/,
    because: "A key that is well formed may have been used for another request.",
  },
  {
    objection: /ST202[\s\S]*"detail":"No such (member|client type|document)/,
    because: "An id may be well formed and be nobody's.",
  },
  {
    objection: /ST202[\s\S]*"message":"Expected an IANA time zone/,
    because: "JSON Schema has no format for the names of time zones.",
  },
  {
    objection: /ST202[\s\S]*"detail":"This code is wrong, was used already or is over/,
    because: "A code may be well formed and not the one that was sent.",
  },
  {
    objection: /ST202[\s\S]*(problem-gone|"detail":"There is no field |begins with https:)/,
    because: "A link may be over, a mapping name no field, and a text that begins as an address be none.",
  },
  {
    objection: /ST201[\s\S]*in path - violates `enum`/,
    because: "The ids in paths are those that this judge names, so that there is something to be answered.",
  },
  {
    objection: /\n\[431\]/,
    because: "Lines of a request that are longer than servers take are answered before anything of ours.",
  },
];

/** Why an objection is none, if that is known. */
export const explanationOf = (objection: string): string | undefined =>
  explanations.find((explanation) => explanation.objection.test(objection))?.because;
