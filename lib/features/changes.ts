import { changes } from "../../functions/changes/manifest.ts";
import { kinds } from "../../functions/kinds.ts";
import { changesOf, relayedEntities, toProject } from "../../shared/events/stream-filters.ts";
import type { AppStack } from "../stacks/app-stack.ts";
import { Feature } from "./feature.ts";

/** The two followers of the table: no third may be added, a shard serves only two. */
export class Changes extends Feature {
  constructor(app: AppStack) {
    super(app, changes);

    const projector = this.worker("projector", { memory: 1024 });
    app.table.grantWrite(projector);
    this.follow(projector, {
      patterns: toProject(kinds),
      setsAside: true,
      impact: "Searches, lists, counters and histories no longer show what was changed.",
    });

    const relay = this.worker("relay");
    app.bus.grantPublish(relay);
    app.table.grantWrite(relay);
    this.follow(relay, {
      patterns: changesOf(relayedEntities(kinds)),
      setsAside: true,
      impact:
        "What follows from changes does not happen: no e-mails, no imports, no campaigns; partners are told nothing.",
    });
  }
}
