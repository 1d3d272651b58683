import { config } from "zod/mini";

/** What describes the API loads zod with its English sentences, for all files of a process: each begins without, as functions do. */
config({ localeError: undefined });
