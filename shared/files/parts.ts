import type { AnnouncedPart, ArrivedPart, PartAddress, PartStore } from "../aws/part-store.ts";
import { present } from "../db/conditions.ts";
import { keys } from "../db/keys.ts";
import { update, type Write } from "../db/writes.ts";
import type { SlotInParts } from "../entities/upload-slot.ts";
import { AppError } from "../errors.ts";

/**
 * What a part weighs: 16 MiB, little enough to be sent again over a phone's connection. S3 allows 10,000 parts of 5 MiB
 * to 5 GiB; the largest file has 320.
 */
const PART_BYTES = 16 * 1024 * 1024;
/** How long the address of a part may be used. */
const PART_SECONDS = 3600;

/** How a file of that size is cut: all parts weigh the same but the last. */
export const partsOf = (size: number): { bytes: number; count: number } => ({
  bytes: PART_BYTES,
  count: Math.ceil(size / PART_BYTES),
});

const sizeOfPart = ({ maxBytes, parts: { bytes } }: SlotInParts, number: number): number =>
  Math.min(bytes, maxBytes - (number - 1) * bytes);

/** Addresses for the parts that the sender announces. @throws AppError `validation-failed` for a part the file has not */
export const addressesFor = (
  slot: SlotInParts,
  asked: readonly Omit<AnnouncedPart, "size">[],
  store: PartStore,
): Promise<PartAddress[]> =>
  Promise.all(
    asked.map(({ number, sha256 }, index) => {
      if (number > slot.parts.count) {
        const message = `This file has ${slot.parts.count} parts`;
        throw new AppError("validation-failed", message, {
          errors: [{ pointer: `/parts/${index}/number`, message }],
        });
      }
      const part = { number, sha256, size: sizeOfPart(slot, number) };
      return store.address(slot.key, slot.parts.uploadId, part, PART_SECONDS);
    }),
  );

/**
 * What has come of a file: `complete` once it was put together. S3 knows no upload that was completed, and one that was
 * given up has no slot: so a slot without an upload was completed, and only its note was lost.
 */
export const arrivedOf = async (
  slot: SlotInParts,
  store: PartStore,
): Promise<{ complete: boolean; arrived: ArrivedPart[] }> => {
  const arrived = slot.assembledAt ? undefined : await store.arrived(slot.key, slot.parts.uploadId);
  return { complete: arrived === undefined, arrived: arrived ?? [] };
};

/**
 * Puts a file together when every part is there and the whole weighs what was declared; S3 itself is asked which parts
 * have come. Answers the write that notes it. @throws AppError `conflict` with the numbers that are `missing`
 */
export const assemble = async (slot: SlotInParts, store: PartStore, now: Date): Promise<Write[]> => {
  const { complete, arrived } = await arrivedOf(slot, store);
  if (slot.assembledAt) return [];
  if (!complete) {
    const wanted = Array.from({ length: slot.parts.count }, (_, index) => index + 1);
    const sizes = new Map(arrived.map(({ number, size }) => [number, size]));
    const missing = wanted.filter((number) => sizes.get(number) !== sizeOfPart(slot, number));
    if (missing.length > 0)
      throw new AppError("conflict", "Some parts of this file have not come.", { extra: { missing } });
    const own = arrived.filter(({ number }) => number <= slot.parts.count);
    if (own.reduce((sum, { size }) => sum + size, 0) !== slot.maxBytes)
      throw new AppError("conflict", "The parts weigh something else than the file.");
    await store.complete(slot.key, slot.parts.uploadId, own);
  }
  return [update(keys.of(slot.accountId, slot.id), { set: { assembledAt: now.toISOString() } }, present)];
};
