import type { FileLine } from "./file-line.ts";
import { Setback } from "./refusal.ts";
import { isForGood, setbackOf } from "./s3-answer.ts";
import { digestOf, sendParts } from "./send-parts.ts";
import { transfer } from "./transfer.ts";
import { call, page, refusal, typeOf } from "./upload-page.ts";

interface Begun {
  id: string;
  upload: { url?: string; fields?: Record<string, string>; parts?: object };
}

/** Announces the file and sends it; answers the upload's id. What was changed on its way is sent once more. */
export const deliver = async (section: HTMLElement, file: File, line: FileLine): Promise<string> => {
  try {
    return await announceAndSend(section, file, line);
  } catch (error) {
    if (!isChanged(error)) throw error;
  }
  try {
    return await announceAndSend(section, file, line);
  } catch (error) {
    // Changed again: something is wrong with it.
    throw isChanged(error) ? refusal() : error;
  }
};

const isChanged = (error: unknown): boolean => error instanceof Setback && error.code === "BadDigest";

const announceAndSend = async (section: HTMLElement, file: File, line: FileLine): Promise<string> => {
  const isLarge = file.size > page.formBytes;
  const { id, upload } = await call<Begun>("/uploads", {
    fileName: file.name,
    contentType: typeOf(file),
    size: file.size,
    modifiedAt: file.lastModified,
    itemId: section.dataset.item,
    sha256: isLarge ? undefined : await digestOf(file),
  });
  if (upload.parts) await sendParts(id, file, line);
  else await sendForm(upload, file, line);
  return id;
};

const sendForm = ({ url = "", fields = {} }: Begun["upload"], file: File, line: FileLine): Promise<void> => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", file);
  return transfer("POST", url, form, {
    onProgress({ loaded, total }) {
      line.progress.value = loaded / total;
    },
    errorOf: (xml) => (isForGood(xml) ? refusal() : setbackOf(xml)),
  });
};
