export interface StatedPart {
  number: number;
  checksum: string | undefined;
}

/** The parts in the body of a CompleteMultipartUpload request, with their checksums of that algorithm. */
export const readParts = (body: string, algorithm: string): StatedPart[] => {
  const checksum = new RegExp(`<Checksum${algorithm}>([^<]*)</Checksum${algorithm}>`);
  return [...body.matchAll(/<Part>([\s\S]*?)<\/Part>/g)].map(([, part = ""]) => ({
    number: Number(/<PartNumber>(\d+)<\/PartNumber>/.exec(part)?.[1]),
    checksum: checksum.exec(part)?.[1],
  }));
};
