import { buildApiDeps, type Deps } from "../../shared/app/deps.ts";
import { env } from "../../shared/env.ts";
import { lazy } from "../../shared/lazy.ts";
import type { Snapshots } from "./snapshots.ts";

export interface CampaignDeps extends Deps {
  /** The stage's verified address, for accounts whose own is not. */
  senderEmail: string;
  /** Loaded with the first list of recipients. */
  snapshots: () => Promise<Pick<Snapshots, "read">>;
}

export const buildDeps = (): CampaignDeps => ({
  ...buildApiDeps(),
  senderEmail: env.senderEmail(),
  snapshots: lazy(async () => {
    const { s3Snapshots } = await import("./snapshots.ts");
    return s3Snapshots(env.filesBucket());
  }),
});
