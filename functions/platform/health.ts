import { ok, publicUseCase } from "../../shared/app/use-case.ts";
import type { PlatformDeps } from "./deps.ts";
import { routes } from "./manifest.ts";

/** Asks nothing of anybody: a monitor that calls every minute must not cost a read. */
export const health = publicUseCase(routes.health, async (_, { stage }: PlatformDeps) => ok({ status: "ok", stage }));
