import { ok, personUseCase } from "../../shared/app/use-case.ts";
import { routes } from "./manifest.ts";
import { placesOf } from "./store.ts";

export const listMyAccounts = personUseCase(routes.listMyAccounts, async ({ person }, { table }) =>
  ok({ data: await placesOf(table, person.id) }),
);
