import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  Architecture,
  CfnFunction,
  type Code,
  Function as LambdaFunction,
  RecursiveLoop,
  Runtime,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup, type RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";

export interface FunctionSettings {
  /** Megabytes; the CPU grows with it. @default 1024 for what answers HTTP, so that it starts soon; 512 for workers */
  readonly memory?: number;
  /** @default 29 seconds for what answers HTTP, 60 for workers */
  readonly timeout?: Duration;
  /** Instances at most, which are kept for this function alone. @default as many as the AWS account has free */
  readonly most?: number;
}

export interface FeatureFunctionProps extends FunctionSettings {
  readonly description: string;
  readonly code: Code;
  readonly logDays: number;
  readonly environment: Readonly<Record<string, string>>;
}

/** One Lambda function with a role and a log group of its own, which may do nothing until it is allowed to. */
export class FeatureFunction extends Construct {
  readonly lambda: LambdaFunction;
  readonly timeout: Duration;

  constructor(scope: Construct, id: string, props: FeatureFunctionProps) {
    super(scope, id);
    this.timeout = props.timeout ?? Duration.seconds(60);
    const logGroup = new LogGroup(this, "Log", {
      retention: retention(props.logDays),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, "Role", { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
    logGroup.grantWrite(role);
    this.lambda = new LambdaFunction(this, "Function", {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: "index.handler",
      code: props.code,
      memorySize: props.memory ?? 512,
      timeout: this.timeout,
      ...(props.most === undefined ? {} : { reservedConcurrentExecutions: props.most }),
      role,
      logGroup,
      environment: { ...props.environment },
    });
  }

  /**
   * Adds to what the function may do. Name actions one by one: `s3:Get*` is more than anybody needs.
   * @param conditions as IAM writes them: operator, key, value
   */
  allow(
    actions: readonly string[],
    resources: readonly string[],
    conditions: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
  ): void {
    this.lambda.addToRolePolicy(new PolicyStatement({ actions: [...actions], resources: [...resources], conditions }));
  }

  /**
   * Lets the function be woken again and again by what it asks for itself. Lambda otherwise takes that for an accident
   * after 16 rounds and drops the message (AWS Lambda, "Recursive loop detection").
   */
  allowLoops(): void {
    const { defaultChild } = this.lambda.node;
    if (!CfnFunction.isCfnFunction(defaultChild)) throw new Error("A function without a resource cannot be set.");
    defaultChild.recursiveLoop = RecursiveLoop.ALLOW;
  }

  /** Sets a variable that `shared/env.ts` reads. */
  setVariable(name: string, value: string): void {
    this.lambda.addEnvironment(name, value);
  }
}

/** `RetentionDays` is its number of days; `lib/config.ts` lets only those through. */
export const retention = (days: number): RetentionDays => days;
