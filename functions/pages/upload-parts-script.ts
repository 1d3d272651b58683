/**
 * How the page of a document request sends a large file: part by part, each with its checksum, so that what was lost is
 * sent again and no more. What has come is asked of the server: after a reload the same file goes on where it was.
 */
export const uploadPartsScript = /* js */ `
const PATIENCE = [1000, 2000, 4000, 8000, 15000, 30000];

/** SHA-256 in base64, as S3 compares it; undefined where the browser cannot compute or read it. */
const digestOf = async (blob) => {
  try {
    const digest = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
    return btoa(String.fromCharCode(...new Uint8Array(digest)));
  } catch {
    return undefined;
  }
};

/** Waits a while, or until the connection is back. */
const calm = (ms) => new Promise((resolve) => {
  const go = () => {
    removeEventListener("online", go);
    clearTimeout(timer);
    resolve();
  };
  const timer = setTimeout(go, ms);
  addEventListener("online", go);
});

/** Tries again what a bad connection has broken, ever more patiently. */
const stubborn = async (work, onTrouble) => {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Refusal || attempt >= PATIENCE.length) throw error;
      onTrouble();
      await calm(PATIENCE[attempt]);
    }
  }
};

/** S3 refuses a part only when its address has expired: then another one is asked for. */
const putPart = ({ url, headers }, blob, onProgress) =>
  transfer("PUT", url, blob, { headers, onProgress: ({ loaded }) => onProgress(loaded) });

/** Sends what is missing of a file. \`row\` shows how far it is, parts of former visits included. */
const sendParts = async (id, file, row) => {
  const path = "/uploads/" + id;
  const trouble = () => row.say(words.waitingForNetwork);
  const { complete, parts } = await stubborn(() => call(path + "/parts"), trouble);
  if (complete) return;
  const { size, count } = parts;
  const arrived = new Set(parts.arrived);
  let done = 0;
  const show = (loaded) => { row.progress.value = Math.min(1, (done + loaded) / file.size); };
  const blobOf = (number) => file.slice((number - 1) * size, number * size);
  for (const number of arrived) done += blobOf(number).size;
  show(0);
  if (arrived.size > 0) row.say(words.resumed);
  for (let number = 1; number <= count; number++) {
    if (arrived.has(number)) continue;
    const blob = blobOf(number);
    const sha256 = await digestOf(blob);
    if (!sha256) throw refusal("unreadable");
    await stubborn(async () => {
      const given = await call(path + "/parts", { parts: [{ number, sha256 }] });
      row.say(words.sending);
      await putPart(given.parts[0], blob, show);
    }, trouble);
    done += blob.size;
    show(0);
  }
  await stubborn(() => call(path + "/complete", {}), trouble);
};
`;
