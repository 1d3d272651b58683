import { lost } from "./refusal.ts";

const STILL_MS = 60_000;

interface Options {
  headers?: Record<string, string>;
  onProgress: (event: ProgressEvent) => void;
  /** The error that an answer other than 2xx is. @default the connection was lost */
  errorOf?: (answer: string) => Error;
}

/**
 * Sends something; fetch cannot tell how far an upload is, XMLHttpRequest can. A connection that is gone, or that moves
 * nothing for a minute, ends it: some browsers would wait for ever.
 */
export const transfer = (
  method: "POST" | "PUT",
  url: string,
  body: FormData | Blob,
  { headers = {}, onProgress, errorOf }: Options,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let watch: ReturnType<typeof setTimeout> | undefined;
    const stop = () => request.abort();
    const alive = () => {
      clearTimeout(watch);
      watch = setTimeout(stop, STILL_MS);
    };
    const over = () => {
      clearTimeout(watch);
      removeEventListener("offline", stop);
    };
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", (event) => {
      alive();
      onProgress(event);
    });
    request.addEventListener("load", () => {
      over();
      if (request.status < 300) resolve();
      else reject(errorOf?.(request.responseText) ?? lost());
    });
    for (const end of ["error", "abort"])
      request.addEventListener(end, () => {
        over();
        reject(lost());
      });
    addEventListener("offline", stop);
    alive();
    request.send(body);
  });
