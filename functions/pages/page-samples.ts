import type { PageSamples } from "../../shared/pages/page-samples.ts";
import { formerPage, subscriptionsPage } from "./subscriptions-page.ts";

export const pageSamples: PageSamples = {
  preferences: ({ filesOrigin, ...subscriber }) => subscriptionsPage(subscriber, filesOrigin),
  saved: ({ filesOrigin, ...subscriber }) => subscriptionsPage(subscriber, filesOrigin, "saved"),
  unsubscribed: ({ filesOrigin, ...subscriber }) => formerPage(subscriber, filesOrigin, "unsubscribed"),
};
