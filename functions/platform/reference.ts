import { htmlPage, ok, publicUseCase } from "../../shared/app/use-case.ts";
import type { PlatformDeps } from "./deps.ts";
import { routes } from "./manifest.ts";

export const openApi = publicUseCase(routes.openApi, async (_, { reference }: PlatformDeps) => ({
  ...ok(await reference.openApi()),
  headers: { "cache-control": "public, max-age=300", "access-control-allow-origin": "*" },
}));

export const docs = publicUseCase(routes.docs, async (_, { reference, publicUrl }: PlatformDeps) => {
  const page = await reference.page();
  return htmlPage(page.replaceAll("https://clientele.example", publicUrl), 200, {
    "content-security-policy": `${policyOf(page)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    "cache-control": "public, max-age=300",
    "x-content-type-options": "nosniff",
  });
});

/** The page names its style sheet and its script by their hashes; what only a header can say is added. */
const policyOf = (page: string): string =>
  /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1] ?? "default-src 'none'";

export const docsBesideApi = publicUseCase(routes.docsBesideApi, async () => ({
  status: 302,
  headers: { location: "/docs" },
  writes: [],
}));
