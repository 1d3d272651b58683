import { ok, useCase } from "../../shared/app/use-case.ts";
import type { AccountsDeps } from "./deps.ts";
import { routes } from "./manifest.ts";
import { presentAccount } from "./present.ts";
import { accountIn } from "./store.ts";

export const readAccount = useCase(routes.readAccount, async ({ db }, { publicUrl }: AccountsDeps) =>
  ok(presentAccount(await accountIn(db), publicUrl)),
);
