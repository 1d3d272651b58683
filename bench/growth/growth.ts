import { times } from "../capacity/case.ts";
import type { Asked, Caller, World } from "../capacity/world.ts";
import { FIRST_TOWN, sampleClient } from "../support/sample-clients.ts";

export interface Growth {
  what: string;
  small: number;
  large: number;
  ratio: number;
}

interface Question {
  what: string;
  asked: Asked;
}

const near = `${FIRST_TOWN.lat},${FIRST_TOWN.lng}`;

/** What people do all day; each must cost the same in an account of any size. */
const questions = (clientId: string): Question[] => {
  const list = (what: string, query: Record<string, string> = {}) => ({
    what,
    asked: { route: "GET /v1/clients", query },
  });
  const count = (what: string, query: Record<string, string> = {}) => ({
    what,
    asked: { route: "GET /v1/clients/count", query },
  });
  return [
    list("list by name"),
    list("list, most recent first", { sort: "recent" }),
    list("list of a tag", { tag: "VIP" }),
    list("list of a tag, with a mobile", { tag: "VIP", mobile: "with" }),
    list("nearest first", { near }),
    list("search within clients", { q: "Amélie" }),
    list("search within clients by mobile", { q: "514 2000" }),
    { what: "search everywhere", asked: { route: "GET /v1/search", query: { q: "Amélie" } } },
    count("count"),
    count("count of a tag", { tag: "VIP" }),
    { what: "tags", asked: { route: "GET /v1/tags" } },
    { what: "client", asked: { route: "GET /v1/clients/{id}", params: { id: clientId } } },
    { what: "card", asked: { route: "GET /v1/clients/{id}/card", params: { id: clientId } } },
  ];
};

/** The read units of the same questions in the accounts `small` and `large`. */
export const growthRatios = async (world: World): Promise<Growth[]> => {
  const small = await asked(world, await writtenAbout(world, "small"));
  const large = await asked(world, await writtenAbout(world, "large"));
  return small.map(({ what, units }, index) => {
    const other = large[index]?.units ?? Number.NaN;
    return { what, small: units, large: other, ratio: other / units };
  });
};

/** The caller of an account of whose clients one has been written about. */
const writtenAbout = async (world: World, name: string): Promise<Caller> => {
  const caller = await world.callerOf(name);
  const params = { id: sampleClient(caller.account.id, 0).id };
  await times(30, () =>
    world.send(caller, { route: "POST /v1/clients/{id}/notes", params, body: { body: "Call back" } }),
  );
  await times(5, () =>
    world.send(caller, {
      route: "POST /v1/documents",
      body: { fileName: "photo.jpg", contentType: "image/jpeg", size: 1000, clientId: params.id },
    }),
  );
  await world.project();
  return caller;
};

const asked = async (world: World, caller: Caller): Promise<{ what: string; units: number }[]> => {
  const found: { what: string; units: number }[] = [];
  for (const { what, asked: question } of questions(sampleClient(caller.account.id, 0).id)) {
    const { calls } = await world.send(caller, question);
    found.push({ what, units: calls.reduce((sum, { reads }) => sum + reads, 0) });
  }
  return found;
};
