export interface DeletedObject {
  key: string;
  /** Without one, a versioned bucket only puts a marker on top. */
  versionId?: string;
}

/** The objects in the body of a DeleteObjects request. */
export const deletedObjects = (body: Buffer): DeletedObject[] =>
  [...body.toString().matchAll(/<Object>([\s\S]*?)<\/Object>/g)].map(([, object = ""]) => {
    const versionId = /<VersionId>([\s\S]*?)<\/VersionId>/.exec(object)?.[1];
    const key = plainText(/<Key>([\s\S]*?)<\/Key>/.exec(object)?.[1] ?? "");
    return { key, ...(versionId ? { versionId } : {}) };
  });

const plainText = (xml: string): string =>
  xml
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replace(/&#(x?)([0-9a-f]+);/gi, (_all, hex: string, digits: string) => character(digits, hex ? 16 : 10))
    .replaceAll("&amp;", "&");

const character = (digits: string, base: number): string => String.fromCodePoint(Number.parseInt(digits, base));
