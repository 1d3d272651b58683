import { RemovalPolicy } from "aws-cdk-lib";

/**
 * For what holds data: it outlives its stack, and is deleted only when the deployment that creates it fails, before it
 * holds any (`RetainExceptOnCreate`).
 */
export const keptOnceCreated = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
