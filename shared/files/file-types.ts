/** A type of file that the product can tell by its content; others are not taken, because nobody could check them. */
interface FileType {
  type: string;
  extensions: readonly string[];
  /** What people call it; the index of `familyNames`. */
  family: Family;
}

export type Family = "pdf" | "image" | "word" | "spreadsheet" | "slides" | "text" | "video" | "zip";

const OOXML = "application/vnd.openxmlformats-officedocument";
const ODF = "application/vnd.oasis.opendocument";

export const fileTypes: readonly FileType[] = [
  { type: "application/pdf", extensions: ["pdf"], family: "pdf" },
  { type: "image/jpeg", extensions: ["jpg", "jpeg"], family: "image" },
  { type: "image/png", extensions: ["png"], family: "image" },
  { type: "image/gif", extensions: ["gif"], family: "image" },
  { type: "image/webp", extensions: ["webp"], family: "image" },
  { type: "image/heic", extensions: ["heic"], family: "image" },
  { type: "image/heif", extensions: ["heif"], family: "image" },
  { type: "image/tiff", extensions: ["tif", "tiff"], family: "image" },
  { type: "application/msword", extensions: ["doc"], family: "word" },
  { type: `${OOXML}.wordprocessingml.document`, extensions: ["docx"], family: "word" },
  { type: `${ODF}.text`, extensions: ["odt"], family: "word" },
  { type: "application/vnd.ms-excel", extensions: ["xls"], family: "spreadsheet" },
  { type: `${OOXML}.spreadsheetml.sheet`, extensions: ["xlsx"], family: "spreadsheet" },
  { type: `${ODF}.spreadsheet`, extensions: ["ods"], family: "spreadsheet" },
  { type: "text/csv", extensions: ["csv"], family: "spreadsheet" },
  { type: "application/vnd.ms-powerpoint", extensions: ["ppt"], family: "slides" },
  { type: `${OOXML}.presentationml.presentation`, extensions: ["pptx"], family: "slides" },
  { type: `${ODF}.presentation`, extensions: ["odp"], family: "slides" },
  { type: "text/plain", extensions: ["txt"], family: "text" },
  { type: "video/mp4", extensions: ["mp4", "m4v"], family: "video" },
  { type: "video/quicktime", extensions: ["mov"], family: "video" },
  { type: "application/zip", extensions: ["zip"], family: "zip" },
];

/** What a request accepts when it does not say: what people photograph, scan and write. */
export const usualTypes: readonly string[] = fileTypes
  .filter(({ family }) => family !== "zip" && family !== "video")
  .map(({ type }) => type);

/** `image/jpg` and the like are said for what is registered under another name. */
const aliases: Readonly<Record<string, string>> = {
  "image/jpg": "image/jpeg",
  "image/pjpeg": "image/jpeg",
  "image/x-png": "image/png",
  "application/x-pdf": "application/pdf",
  "application/x-zip-compressed": "application/zip",
};

/** A media type without parameters, lower-case, under its registered name. */
export const plainType = (contentType: string): string => {
  const bare = contentType.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  return aliases[bare] ?? bare;
};

const matches = (pattern: string, type: string): boolean =>
  pattern === "*/*" || pattern === type || (pattern.endsWith("/*") && type.startsWith(pattern.slice(0, -1)));

/** Whether a pattern such as `image/*` or `application/pdf` lets in at least one type that can be checked. */
export const isUsefulPattern = (pattern: string): boolean => fileTypes.some(({ type }) => matches(pattern, type));

/** Whether any of the patterns lets this type in, and its content can be checked. */
export const isAccepted = (type: string, patterns: readonly string[]): boolean =>
  fileTypes.some((known) => known.type === type) && patterns.some((pattern) => matches(pattern, type));

/** The types that the patterns let in, with their extensions: what a page needs to tell a file by its name. */
export const acceptedTypes = (patterns: readonly string[]): FileType[] =>
  fileTypes.filter(({ type }) => isAccepted(type, patterns));
