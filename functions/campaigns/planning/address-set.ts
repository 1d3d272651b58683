/** E-mail addresses by their short hashes, as `addressMark` makes them (shared/entities/address-fact.ts). */
export interface AddressSet {
  has(mark: string): boolean;
  add(mark: string): void;
}

const FIRST_SLOTS = 1024;
const MOST_FULL = 0.6;

/**
 * A set in some 20 bytes an address, where a Set of strings takes 60: a planner keeps those of a whole campaign. Open
 * addressing with linear probing: the values are hashes already. Zero stands for an empty slot.
 */
export const addressSet = (): AddressSet => {
  let slots = new BigUint64Array(FIRST_SLOTS);
  let size = 0;

  const placeOf = (value: bigint): number => {
    const last = slots.length - 1;
    let place = Number(value & BigInt(last));
    while (slots[place] !== 0n && slots[place] !== value) place = (place + 1) & last;
    return place;
  };

  const grow = (): void => {
    const before = slots;
    slots = new BigUint64Array(2 * before.length);
    for (const value of before) if (value !== 0n) slots[placeOf(value)] = value;
  };

  return {
    has(mark) {
      return slots[placeOf(numberOf(mark))] !== 0n;
    },
    add(mark) {
      const value = numberOf(mark);
      const place = placeOf(value);
      if (slots[place] === value) return;
      slots[place] = value;
      size += 1;
      if (size > MOST_FULL * slots.length) grow();
    },
  };
};

/** All but two of its bits as a number; the six in front of them keep it from being zero. */
const numberOf = (mark: string): bigint => Buffer.from(`_${mark}`, "base64url").readBigUInt64BE();
