import { timers } from "../../functions/timers/manifest.ts";
import type { AppStack } from "../stacks/app-stack.ts";
import { Feature } from "./feature.ts";

/** Timers that features set: their schedules follow them, and when one is due, `timer.rang` is on the bus. */
export class Timers extends Feature {
  constructor(app: AppStack) {
    super(app, timers);
    const ringTimer = this.worker("ring-timer");
    app.table.grantWrite(ringTimer);
    const due = this.consume("due-timers", ringTimer, {
      impact: "What was to be done at its time is not: campaigns for later do not start, reminders do not go out.",
    });

    const followTimer = this.worker("follow-timer");
    app.table.grantRead(followTimer);
    const told = { types: ["timer.set", "timer.updated", "timer.stopped", "timer.deleted"] };
    this.on(told, "set-timers", followTimer, {
      impact: "A timer that was set will not ring: a campaign for later does not start, a reminder does not go out.",
    });

    // Who rings makes the schedule of a timer that was moved meanwhile.
    for (const planner of [followTimer, ringTimer]) {
      app.schedules.grantSchedule(planner, due);
      due.grantSend(planner);
    }
  }
}
