import { buildApiDeps, type Deps } from "../../shared/app/deps.ts";
import { env } from "../../shared/env.ts";
import { lazy } from "../../shared/lazy.ts";
import type { ImageAddresses } from "./mail/image-address.ts";
import type { Snapshots } from "./planning/snapshots.ts";

export interface CampaignDeps extends Deps {
  /** The stage's verified address, for accounts whose own is not. */
  senderEmail: string;
  /** Where our pages and pictures live, without a slash at the end. */
  publicUrl: string;
  /** Loaded with the first picture. */
  images: () => Promise<ImageAddresses>;
  /** Loaded with the first list of recipients. */
  snapshots: () => Promise<Pick<Snapshots, "read">>;
}

export const buildDeps = (): CampaignDeps => ({
  ...buildApiDeps(),
  senderEmail: env.senderEmail(),
  publicUrl: env.publicUrl(),
  images: lazy(async () => {
    const { s3ImageAddresses } = await import("./mail/image-address.ts");
    return s3ImageAddresses(env.filesBucket());
  }),
  snapshots: lazy(async () => {
    const { s3Snapshots } = await import("./planning/snapshots.ts");
    return s3Snapshots(env.filesBucket());
  }),
});
