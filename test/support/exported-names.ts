/** The names in an exported file, as long as nothing in it needs quotes. */
export const exportedNames = (file: Uint8Array | undefined): string[] => {
  const [titles = [], ...rows] = Buffer.from(file ?? [])
    .toString()
    .trim()
    .split("\r\n")
    .map((line) => line.split(","));
  const name = titles.findIndex((title) => title.endsWith("Full name"));
  return rows.map((cells) => cells[name] ?? "");
};
