// What every function with routes loads before its first request. Every use case imports this file, so that what a use case
// shares with the start of its function is the same for all of them: esbuild then writes it into a few files instead of a
// dozen, and each file costs a cold start about a millisecond.
import "../clock.ts";
import "../db/conditions.ts";
import "../db/entity.ts";
import "../db/keys.ts";
import "../db/writes.ts";
import "../entities/account.ts";
import "../env.ts";
import "../errors.ts";
import "../http/contract.ts";
import "../ids.ts";
import "../lazy.ts";
import "../log.ts";
