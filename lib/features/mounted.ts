import type { AppStack } from "../stacks/app-stack.ts";
import type { Feature } from "./feature.ts";
import { Platform } from "./platform.ts";

/** The features of the product, each mounted by one line. */
export const features: readonly (new (app: AppStack) => Feature)[] = [Platform];
