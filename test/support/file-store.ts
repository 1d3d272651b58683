import { createHash } from "node:crypto";
import { FileReplaced, type FileStore } from "../../functions/documents/file-store.ts";
import { HEAD_BYTES } from "../../shared/files/sniff.ts";

export interface TestFiles extends FileStore {
  quarantine: Map<string, Buffer>;
  files: Map<string, Buffer>;
}

const etagOf = (content: Buffer | undefined): string =>
  createHash("md5")
    .update(content ?? "")
    .digest("hex");

/** Both buckets in memory. */
export const testFiles = (): TestFiles => {
  const quarantine = new Map<string, Buffer>();
  const files = new Map<string, Buffer>();
  const same = (key: string, etag: string): Buffer => {
    const content = quarantine.get(key);
    if (!content || etagOf(content) !== etag) throw new FileReplaced(key);
    return content;
  };
  return {
    quarantine,
    files,
    async look(key) {
      const content = quarantine.get(key);
      return content && { key, etag: etagOf(content), size: content.length, head: content.subarray(0, HEAD_BYTES) };
    },
    async *read({ key, etag }) {
      yield same(key, etag);
    },
    async keep({ key, etag }, to) {
      files.set(to, same(key, etag));
    },
    async discard(key) {
      quarantine.delete(key);
    },
    async empty(folder, but) {
      for (const key of files.keys()) if (key.startsWith(folder) && key !== but) files.delete(key);
    },
  };
};
