/** The keys in the body of a DeleteObjects request. */
export function deletedKeys(body: Buffer): string[] {
  return [...body.toString().matchAll(/<Key>([\s\S]*?)<\/Key>/g)].map(([, key = ""]) => plainText(key));
}

function plainText(xml: string): string {
  return xml
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replace(/&#(x?)([0-9a-f]+);/gi, (_all, hex: string, digits: string) => character(digits, hex ? 16 : 10))
    .replaceAll("&amp;", "&");
}

function character(digits: string, base: number): string {
  return String.fromCodePoint(Number.parseInt(digits, base));
}
