import { useCases as campaignUseCases } from "../../functions/campaigns/api.ts";
import { routes as campaignRoutes } from "../../functions/campaigns/manifest.ts";
import { audiencePage } from "../../functions/campaigns/planning/audience.ts";
import { useCases as clientUseCases } from "../../functions/clients/api.ts";
import { loadContactReader } from "../../functions/clients/deps.ts";
import { routes as clientRoutes } from "../../functions/clients/manifest.ts";
import { runBulk } from "../../functions/clients/run-bulk.ts";
import { useCases as importUseCases } from "../../functions/imports/api.ts";
import { routes as importRoutes } from "../../functions/imports/manifest.ts";
import { writeExport } from "../../functions/imports/write-export.ts";
import { api } from "../../shared/app/api.ts";
import { keys } from "../../shared/db/keys.ts";
import type { Table } from "../../shared/db/table.ts";
import { campaigns } from "../../shared/entities/campaign.ts";
import { jobItems, jobs } from "../../shared/entities/job.ts";
import type { TestAccount } from "./actors.ts";
import { call, type TestAnswer } from "./call.ts";
import { testDeps } from "./deps.ts";
import { exportedNames } from "./exported-names.ts";
import { jobRequested } from "./told.ts";

/** Who is meant, by their names; or the refusal, with the fields it points at. */
export type Meant = { names: string[] } | { count: number } | { status: number; at: string[] };

/** The filters of a query, and the same as a body has them. */
export interface Asked {
  query: string;
  body: Record<string, unknown>;
}

/** The five ways in which filters select clients, each from its request to the clients that it is about. */
export const fiveWays = (table: Table, { account, headers }: TestAccount) => {
  const db = table.of(account.id);
  const deps = testDeps(table);
  const clientsApi = api(() => ({ ...deps, contact: loadContactReader }), clientUseCases);
  const campaignsApi = api(
    () => ({
      ...deps,
      senderEmail: "b@clientele.example",
      publicUrl: "https://p.example",
      images: none,
      snapshots: none,
    }),
    campaignUseCases,
  );
  const importsApi = api(
    () => ({ ...deps, presigner: { upload: none, download: none }, bucket: "files" }),
    importUseCases,
  );

  const list = async ({ query }: Asked, caller: Record<string, string> = headers): Promise<Meant> => {
    const names: string[] = [];
    let cursor = "";
    do {
      const page = `${query}&limit=7${cursor && `&cursor=${cursor}`}`;
      const answer = await call(clientsApi, clientRoutes.list, { headers: caller, query: page });
      if (answer.status !== 200) return refusal(answer);
      names.push(...answer.body.data.map(({ name }) => name));
      cursor = answer.body.nextCursor ?? "";
    } while (cursor);
    return { names: names.sort() };
  };

  const count = async ({ query }: Asked, caller: Record<string, string> = headers): Promise<Meant> => {
    const answer = await call(clientsApi, clientRoutes.count, { headers: caller, query });
    return answer.status === 200 ? { count: answer.body.count } : refusal(answer);
  };

  /** A message changes no client, and its job says of each whether there was one. */
  const pause = async () => undefined;
  const bulk = async ({ body }: Asked): Promise<Meant> => {
    const action = { kind: "message", subject: "Bonjour", body: "Bonjour" };
    const answer = await call(clientsApi, clientRoutes.bulk, {
      headers,
      body: { selection: { filter: body }, action },
    });
    if (answer.status !== 202) return refusal(answer);
    const { id } = answer.body.job;
    await runBulk(await jobRequested(db, id), { ...deps, queue: { send: async () => undefined }, pause }, delivery);
    const { items } = await db.list(jobItems, { pk: `${account.id}#${id}` }, { limit: 1000, prefix: "ITEM#" });
    return { names: await namesOf(items.map(({ item }) => item)) };
  };

  const exported = async ({ body }: Asked): Promise<Meant> => {
    const request = { headers, body: { kind: "clients" as const, language: "en" as const, filter: body } };
    const answer = await call(importsApi, importRoutes.createExport, request);
    if (answer.status !== 202) return refusal(answer);
    const job = await db.get(jobs, keys.of(account.id, answer.body.job.id));
    const written = job && (await writeExport(db, job, { ...deps, pause }));
    return { names: exportedNames(written?.file).sort() };
  };

  const campaign = async ({ body }: Asked): Promise<Meant> => {
    const draft = { name: "Winter", channel: "email" as const, audience: { filter: body } };
    const answer = await call(campaignsApi, campaignRoutes.create, { headers, body: draft });
    if (answer.status !== 201) return refusal(answer);
    const stored = await db.get(campaigns, keys.of(account.id, answer.body.id));
    if (!stored?.audience) throw new Error("The campaign has no audience.");
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await audiencePage(db, stored.audience, cursor, 7);
      ids.push(...page.entries.map(({ id }) => id));
      cursor = page.next;
    } while (cursor !== undefined);
    return { names: await namesOf(ids) };
  };

  const namesOf = async (ids: readonly string[]): Promise<string[]> => {
    const { clients } = await import("../../shared/entities/client.ts");
    const found = await db.getMany(
      clients,
      ids.map((id) => keys.of(account.id, id)),
    );
    return found.map(({ name }) => name).sort();
  };

  return { list, count, bulk, export: exported, campaign };
};

const none = (): never => {
  throw new Error("Nobody should ask for this.");
};

const delivery = { messageId: "message", receiveCount: 1 };

const refusal = ({ status, problem }: TestAnswer<unknown>): Meant => ({
  status,
  at: (problem.errors ?? []).map(({ pointer }) => pointer),
});
