import { createHash, randomUUID } from "node:crypto";
import type { ArrivedPart, PartStore } from "../../shared/aws/part-store.ts";

export interface TestParts extends PartStore {
  /** What S3 does when a part comes: its size and content are those of the address, or it is refused. */
  put(url: string, content: Buffer): void;
  /** By key: what was put together. */
  completed: Map<string, Buffer>;
  uploads: Map<string, Map<number, ArrivedPart & { content: Buffer }>>;
}

/** Uploads in parts, in memory. */
export const testParts = (): TestParts => {
  const uploads: TestParts["uploads"] = new Map();
  const completed: TestParts["completed"] = new Map();
  const partsOf = (key: string, uploadId: string) => uploads.get(`${key}?${uploadId}`);
  return {
    uploads,
    completed,
    async begin(key) {
      const uploadId = randomUUID();
      uploads.set(`${key}?${uploadId}`, new Map());
      return uploadId;
    },
    async address(key, uploadId, { number, size, sha256 }) {
      const url = `https://s3.example/${key}?${new URLSearchParams({ uploadId, number: String(number), size: String(size), sha256 })}`;
      return { number, url, headers: { "x-amz-checksum-sha256": sha256 } };
    },
    async arrived(key, uploadId) {
      const parts = partsOf(key, uploadId);
      return parts && [...parts.values()].toSorted((a, b) => a.number - b.number);
    },
    async complete(key, uploadId) {
      const parts = [...(partsOf(key, uploadId)?.values() ?? [])].toSorted((a, b) => a.number - b.number);
      completed.set(key, Buffer.concat(parts.map(({ content }) => content)));
      uploads.delete(`${key}?${uploadId}`);
    },
    async abort(key, uploadId) {
      uploads.delete(`${key}?${uploadId}`);
    },
    put(url, content) {
      const { pathname, searchParams } = new URL(url);
      const value = (name: string) => searchParams.get(name) ?? "";
      const sha256 = createHash("sha256").update(content).digest("base64");
      if (content.length !== Number(value("size")) || sha256 !== value("sha256"))
        throw new Error("S3 refuses this part.");
      const number = Number(value("number"));
      const part = { number, size: content.length, sha256, etag: sha256, content };
      partsOf(pathname.slice(1), value("uploadId"))?.set(number, part);
    },
  };
};
