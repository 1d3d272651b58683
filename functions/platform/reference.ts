import { htmlPage, ok, publicUseCase } from "../../shared/app/use-case.ts";
import type { PlatformDeps } from "./deps.ts";
import { routes } from "./manifest.ts";

export const openApi = publicUseCase(routes.openApi, async (_, { reference }: PlatformDeps) => ({
  ...ok(await reference.openApi()),
  headers: { "cache-control": "public, max-age=300", "access-control-allow-origin": "*" },
}));

/** The page itself narrows this further: only its own style sheet, by its hash. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export const docs = publicUseCase(routes.docs, async (_, { reference }: PlatformDeps) =>
  htmlPage(await reference.page(), 200, {
    "content-security-policy": policy,
    "cache-control": "public, max-age=300",
    "x-content-type-options": "nosniff",
  }),
);

export const docsBesideApi = publicUseCase(routes.docsBesideApi, async () => ({
  status: 302,
  headers: { location: "/docs" },
  writes: [],
}));
