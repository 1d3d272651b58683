import type { FileLine } from "./file-line.ts";
import { stubborn } from "./patience.ts";
import { transfer } from "./transfer.ts";
import { untilOnline } from "./until-online.ts";
import { call, refusal, words } from "./upload-page.ts";

interface PartList {
  complete: boolean;
  parts: { size: number; count: number; arrived: number[] };
}

interface PartAddress {
  url: string;
  headers: Record<string, string>;
}

/**
 * Sends what is missing of a large file, part by part, each with its checksum, so that what was lost is sent again and no
 * more. What has come is asked of the server: after a reload the same file goes on where it was, and `line` shows it.
 */
export const sendParts = async (id: string, file: File, line: FileLine): Promise<void> => {
  const path = `/uploads/${id}`;
  const persist = <T>(work: () => Promise<T>) => stubborn(work, () => line.say(words.waitingForNetwork), untilOnline);
  const { complete, parts } = await persist(() => call<PartList>(`${path}/parts`));
  if (complete) return;
  const { size, count } = parts;
  const arrived = new Set(parts.arrived);
  const blobOf = (number: number) => file.slice((number - 1) * size, number * size);
  let done = 0;
  for (const number of arrived) done += blobOf(number).size;
  const show = (loaded: number) => {
    line.progress.value = Math.min(1, (done + loaded) / file.size);
  };
  show(0);
  if (arrived.size > 0) line.say(words.resumed);
  for (let number = 1; number <= count; number++) {
    if (arrived.has(number)) continue;
    const blob = blobOf(number);
    const sha256 = await digestOf(blob);
    if (!sha256) throw refusal("unreadable");
    await persist(async () => {
      const given = await call<{ parts: PartAddress[] }>(`${path}/parts`, { parts: [{ number, sha256 }] });
      line.say(words.sending);
      for (const address of given.parts) await putPart(address, blob, show);
    });
    done += blob.size;
    show(0);
  }
  await persist(() => call(`${path}/complete`, {}));
};

/** S3 refuses a part only when its address has expired: then another one is asked for. */
const putPart = ({ url, headers }: PartAddress, blob: Blob, onProgress: (loaded: number) => void): Promise<void> =>
  transfer("PUT", url, blob, { headers, onProgress: ({ loaded }) => onProgress(loaded) });

/** SHA-256 in base64, as S3 compares it; undefined where the browser cannot compute or read it. */
export const digestOf = async (blob: Blob): Promise<string | undefined> => {
  try {
    const digest = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
    return btoa(String.fromCharCode(...new Uint8Array(digest)));
  } catch {
    return undefined;
  }
};
