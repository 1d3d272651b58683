/** Each objection of a report: what was sent, what came back, and what is wrong with that. */
export const objectionsIn = (report: string): string[] => {
  const start = report.search(/^=+ (ERRORS|FAILURES) =+$/m);
  if (start < 0) return [];
  const lines = report.slice(start, report.lastIndexOf("= SUMMARY ="));
  return lines.split(/^(?=_{3,} .* _{3,}$|\d+\. Test Case ID: )/m).filter((part) => /^- |Error/m.test(part));
};

interface Explanation {
  /** Method and path of the requests that it is about. */
  route: RegExp;
  /** The status that was answered. */
  status: number;
  /** What every sentence of the answer is: one that is another's is no objection explained. */
  says: RegExp;
  because: string;
}

/** Bodies and queries that name somebody or something by an id. */
const NAMING =
  /^(GET \/v1\/clients(\/count)?|POST \/v1\/(clients|clients\/bulk|exports|campaigns|document-requests|documents\/[^/]+\/share|teams)|POST \/v1\/campaigns\/[^/]+\/(resend|test|preview|audience)|PATCH \/v1\/(clients|campaigns|teams)\/[^/]+)$/;

const explanations: readonly Explanation[] = [
  {
    route: /^GET \/v1\//,
    status: 422,
    says: /^This is not a Clientele-Consistency of an answer/,
    because: "A token may be well formed and none that we gave.",
  },
  {
    route: NAMING,
    status: 422,
    says: /^No such (member|client type|document|client)\b|^No client type has a field /,
    because: "An id, or the name of a field, may be well formed and be nobody's.",
  },
  {
    route: /^POST \/v1\/clients$/,
    status: 422,
    says: /^Give a name, a company, an e-mail address or a mobile number$/,
    because:
      "One of four fields must be there, as the description says: as `anyOf` generators make types of it that nobody can use.",
  },
  {
    route: /^PATCH \/v1\/account$/,
    status: 422,
    says: /^Expected an IANA time zone/,
    because: "JSON Schema has no format for the names of time zones.",
  },
  {
    route: /^POST \/v1\/(account\/sender-email|me\/email)\/confirm$/,
    status: 422,
    says: /^This code is wrong, was used already or is over/,
    because: "A code may be well formed and not the one that was sent.",
  },
  {
    route: /^POST \/v1\/password-resets\/confirm$/,
    status: 410,
    says: /^This link is over or unknown/,
    because: "A token may be well formed and no link's.",
  },
  {
    route: /^POST \/v1\/imports(\/[^/]+\/start)?$/,
    status: 422,
    says: /^There is no field /,
    because: "What a mapping leads to may be the name of no field.",
  },
  {
    route: /^(POST \/v1\/campaigns|POST \/v1\/campaigns\/[^/]+\/resend|PATCH \/v1\/(campaigns\/[^/]+|account))$/,
    status: 422,
    says: /begins with https:|^Line breaks and other control characters are not allowed here$/,
    because: "A text that begins as an address may be none.",
  },
  {
    route: /^(POST|PATCH) \/v1\/(campaigns|document-requests|documents)\b/,
    status: 422,
    says: /^(Name|Give) a moment (that is still to come|in the future|within a year\b.*)$/,
    because: "A moment may be well written and over, or too far away.",
  },
  {
    route: /^POST \/v1\/campaigns\/[^/]+\/(test|preview)$/,
    status: 422,
    says: /^No subjects of this campaign are being tried$/,
    because: "Which subject is meant can be said only where there are several.",
  },
  {
    route: /^(POST|PUT) \/v1\/(documents(\/[^/]+\/versions)?|clients\/[^/]+\/attachments|account\/logo|imports)$/,
    status: 422,
    says: /^Files of this type cannot be checked$/,
    because: "A media type may be well written and none that we know how to check.",
  },
  {
    route: /^POST \/v1\/imports\/[^/]+\/start$/,
    status: 422,
    says: /^This row is decided on twice$/,
    because: "JSON Schema cannot say that no two members of a list name the same row.",
  },
  {
    route: /^(POST|PATCH|PUT) \/v1\//,
    status: 400,
    says: /^A (whole )?number is beyond /,
    because:
      "Custom fields take any value; which numbers JSON can carry is said by I-JSON (RFC 7493), not by a schema.",
  },
  {
    route: /^(POST \/v1\/client-types|PATCH \/v1\/client-types\/[^/]+)$/,
    status: 422,
    says: /^The key \S+ is used twice$/,
    because: "JSON Schema cannot say that no two members of a list have the same key.",
  },
  {
    route: /^POST \/v1\/campaigns\/[^/]+\/resend$/,
    status: 422,
    says: /^Only `others` can have another audience$/,
    because:
      "The description says that another audience is for `others`; a sentence of its own is kinder than an unknown field.",
  },
];

/** Why an objection is none, if that is known. */
export const explanationOf = (objection: string): string | undefined => {
  if (/ST201[\s\S]*(in path - |path: )violates `enum`/.test(objection))
    return "The ids in paths are those that this judge names, so that there is something to be answered.";
  if (/\n\[431\]/.test(objection))
    return "Lines of a request that are longer than servers take are answered before anything of ours.";
  // From here on one objection alone.
  if (objection.match(/^- /gm)?.length !== 1) return undefined;
  if (/^- ST201 [\s\S]*parameter `\w+` in path - incorrect type/m.test(objection))
    return "Whatever stands in a path is text, and no path takes anything else: a list of two words is one with a comma.";
  if (!objection.includes("- ST202 ")) return undefined;
  const { route, status, sentences } = answerIn(objection);
  return explanations.find(
    (known) =>
      known.status === status &&
      known.route.test(route) &&
      sentences.length > 0 &&
      sentences.every((sentence) => known.says.test(sentence)),
  )?.because;
};

/** Which route answered which status, and every sentence that it gave as a reason. */
const answerIn = (objection: string) => {
  const [, method = "", path = ""] = /curl -X ([A-Z]+)[\s\S]* '?https?:\/\/[^/]+(\/[^\s?']*)/.exec(objection) ?? [];
  const messages = [...objection.matchAll(/"message":"((?:[^"\\]|\\.)*)"/g)].map(([, message = ""]) => message);
  const [, detail] = /"detail":"((?:[^"\\]|\\.)*)"/.exec(objection) ?? [];
  return {
    route: `${method} ${path}`,
    status: Number(/\n\[(\d{3})\]/.exec(objection)?.[1]),
    sentences: messages.length > 0 || detail === undefined ? messages : [detail],
  };
};
