/** Names that RFC 2606 and RFC 6761 keep from everybody, so that nobody can verify one or get a certificate for it. */
const reservedDomain = /(?:^|[@./])example\.(?:com|net|org)(?:$|[/:])|\.(?:example|test|invalid)(?:$|[/:])/i;
const madeUpAccount = /^arn:[^:]+:[^:]+:[^:]*:(?:0{12}|1{12}|123456789012):/;
const madeUpCertificate = /certificate\/0{8}-0{4}-0{4}-0{4}-0{12}$/;

/** Settings that still hold what the examples do, such as `sender.email: "bonjour@example.com"`. */
export const placeholdersIn = (value: unknown, path = ""): string[] => {
  if (typeof value === "string") {
    const isMadeUp = [reservedDomain, madeUpAccount, madeUpCertificate].some((pattern) => pattern.test(value));
    return isMadeUp ? [`${path}: ${JSON.stringify(value)}`] : [];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => placeholdersIn(inner, path ? `${path}.${name}` : name));
};
