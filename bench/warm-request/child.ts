import { warmRatios } from "./warm-request.ts";

/** One process's view: compilers that watch the code as it runs do not always come to the same end. */
console.log(JSON.stringify(await warmRatios(Number(process.argv[2] ?? 100))));
