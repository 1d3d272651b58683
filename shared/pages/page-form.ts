import { record, shown, text } from "../http/fields.ts";
import { lazy } from "../lazy.ts";

/** What a browser's form or a mailbox sends: fields we do not know are none of our business. */
export const pageForm = lazy(() => record(shown(), text(0, 1000)));
