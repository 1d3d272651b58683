import type { Answer } from "../../shared/app/use-case.ts";
import { type LanguageTag, languageIn } from "../../shared/messaging/language.ts";
import { closedPage } from "../../shared/pages/closed-page.ts";
import type { RenderedPage } from "../../shared/pages/page.ts";
import type { PageSamples } from "../../shared/pages/page-samples.ts";
import { aClient } from "./a-client.ts";
import { businessFor } from "./businesses.ts";
import { found } from "./found.ts";

const filesOrigin = "https://files.example";

/** The samples of the features' pages, with the file that each feature has them in. */
export const pageSamples = await found<{ pageSamples: PageSamples }>("functions/*/page-samples.ts");
const samples = pageSamples.flatMap(({ exported }) => Object.entries(exported.pageSamples));

/** Every page that a link opens, as clients and people of a business see it. */
export const everyPage = (language: LanguageTag): Record<string, RenderedPage> => {
  const account = businessFor(language);
  const client = aClient({
    ...{ language: languageIn(language), email: "noemie@example.org", mobile: "+15145551212" },
    subscriptions: { email: { general: true, marketing: true }, sms: { general: true, marketing: false } },
  });
  const given = { account, client, language, filesOrigin };
  return {
    ...Object.fromEntries(samples.map(([name, show]) => [name, show(given)])),
    closed: pageOf(closedPage("over", language, { account, filesOrigin })),
    unknown: pageOf(closedPage("unknown", language)),
  };
};

const pageOf = ({ body, headers = {} }: Answer): RenderedPage => ({ html: String(body), headers });
