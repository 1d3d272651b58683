import { publishedShape } from "../../shared/events/published-shape.ts";
import { lazy } from "../../shared/lazy.ts";
import * as kinds from "./kinds.ts";
import { job } from "./manifest.ts";

export const publishedJob = lazy(() => publishedShape(kinds.job, job().shape));
