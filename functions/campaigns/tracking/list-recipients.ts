import { ok, useCase } from "../../../shared/app/use-case.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import type { Campaign } from "../../../shared/entities/campaign.ts";
import type { Exclusion } from "../../../shared/entities/campaign-plan.ts";
import type { CampaignDeps } from "../deps.ts";
import { routes } from "../manifest.ts";
import { triedOn } from "../planning/ab-test.ts";
import { clientsById } from "../planning/audience-clients.ts";
import { chunkPages } from "../planning/chunk-list.ts";
import { outcomeOf } from "../recording/recipients.ts";
import { campaignOr404 } from "../store.ts";
import { emailUsed } from "./email-used.ts";
import { addressedAt, mayHaveIt, type Place } from "./places.ts";
import { eventsOf, isIn, type RecipientState } from "./recipient-states.ts";

/** A page of a hundred stands in two full chunks, or a few that are not; those in one state may be far apart. */
const CHUNKS_OF_A_PAGE = 4;

/** The clients behind a number, in the order in which they are sent the e-mail. */
export const listRecipients = useCase(
  routes.recipients,
  async ({ params, query, page, db }, { snapshots }: CampaignDeps) => {
    const campaign = await campaignOr404(db, params.id);
    const places = await find(db, campaign, query, page.after?.[0], page.limit + 1);
    const shown = places.slice(0, page.limit);
    const last = shown.at(-1);
    const recipients = shown.length > 0 ? await addressedAt(shown, await snapshots()) : [];
    const clients = await clientsById(
      db,
      recipients.flatMap((recipient) => recipient ?? []),
      ["name", "email"],
    );
    const items = shown.map(async (place, at) => {
      const { chunk, index } = place;
      const { id: clientId = "", address } = recipients[at] ?? {};
      // Whoever was deleted since is still counted, and has no name any more.
      const client = clients.get(clientId);
      const email = client && (await emailUsed(db, client, mayHaveIt(place) ? address : undefined));
      const outcome = outcomeOf(chunk.outcome, index);
      const events = eventsOf(chunk, index);
      return {
        clientId,
        name: client?.name,
        email,
        outcome,
        events,
        variant: triedOn(campaign, chunk) ?? campaign.winner,
      };
    });
    return {
      ...ok({ data: await Promise.all(items) }),
      next: places.length > shown.length && last ? [positionOf(last)] : undefined,
    };
  },
);

const positionOf = ({ chunk, index }: Place): string => `${chunk.number}.${index}`;

interface Wanted {
  state?: RecipientState | undefined;
  reason?: Exclusion | undefined;
  variant?: number | undefined;
}

const find = async (
  db: AccountTable,
  campaign: Campaign,
  { state, reason, variant }: Wanted,
  after: string | undefined,
  most: number,
): Promise<Place[]> => {
  const [first = 0, seen = -1] = after?.split(".").map(Number) ?? [];
  const places: Place[] = [];
  const everybody = state === undefined && reason === undefined && variant === undefined;
  const atOnce = everybody ? CHUNKS_OF_A_PAGE : undefined;
  for await (const chunks of chunkPages(db, campaign.id, first, atOnce)) {
    for (const chunk of chunks) {
      if (variant !== undefined && triedOn(campaign, chunk) !== variant) continue;
      for (let index = chunk.number === first ? seen + 1 : 0; index < chunk.size; index++) {
        if (reason !== undefined && outcomeOf(chunk.outcome, index) !== reason) continue;
        if (isIn(state, chunk, index)) places.push({ chunk, index });
        if (places.length === most) return places;
      }
    }
  }
  return places;
};
