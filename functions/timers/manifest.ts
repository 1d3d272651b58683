import { manifest } from "../../shared/http/contract.ts";

/** No routes: timers are set by other features, in the transaction of what asks for them (`shared/entities/timer.ts`). */
export const timers = manifest("timers", "What is to be done at its time: timers are scheduled, and ring", {});
