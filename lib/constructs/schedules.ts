import { RemovalPolicy, Stack, Validations } from "aws-cdk-lib";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { ScheduleGroup } from "aws-cdk-lib/aws-scheduler";
import { Construct } from "constructs";
import type { FeatureFunction } from "./feature-function.ts";
import type { QueueConsumer } from "./queue-consumer.ts";

/** The start of an ARN, as findings write it. */
const inOwnAccount = "arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>";

/** Messages that are due later: a function makes a schedule in the group, and the scheduler puts its message in a queue. */
export class Schedules extends Construct {
  readonly #group: ScheduleGroup;
  readonly #role: Role;
  /** The queues that the role may put messages into. */
  readonly #reached = new Set<QueueConsumer>();

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const stack = Stack.of(this);
    this.#group = new ScheduleGroup(this, "Group", {
      // Its name is fixed: one that outlived its stack would stand in the way of the next.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.#role = new Role(this, "Role", {
      description: "Puts the messages of schedules that are due into their queues",
      assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
        conditions: { StringEquals: { "aws:SourceAccount": stack.account } },
      }),
    });
    Validations.of(stack).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${inOwnAccount}:schedule/${this.#group.scheduleGroupName}/*]`,
      reason: "Schedules are named after what they remind of, so a grant can only name all of the one group.",
    });
  }

  /**
   * Lets a function have messages put into a queue later, change its mind and take that back. What the scheduler cannot
   * put there for a day goes to the dead letters of that queue, which have an alarm.
   */
  grantSchedule(planner: FeatureFunction, into: QueueConsumer): void {
    planner.setVariable("SCHEDULE_GROUP", this.#group.scheduleGroupName);
    planner.setVariable("SCHEDULER_ROLE_ARN", this.#role.roleArn);
    planner.setVariable(into.variable("QUEUE_ARN"), into.queue.queueArn);
    planner.setVariable(into.variable("DEAD_LETTERS_ARN"), into.deadLetters.queueArn);
    planner.allow(
      ["scheduler:CreateSchedule", "scheduler:UpdateSchedule", "scheduler:DeleteSchedule"],
      [this.#schedules()],
    );
    planner.allow(["iam:PassRole"], [this.#role.roleArn], {
      StringEquals: { "iam:PassedToService": "scheduler.amazonaws.com" },
    });
    this.#deliverTo(into);
  }

  #deliverTo(into: QueueConsumer): void {
    if (this.#reached.has(into)) return;
    this.#reached.add(into);
    const resources = [into.queue.queueArn, into.deadLetters.queueArn];
    this.#role.addToPolicy(new PolicyStatement({ actions: ["sqs:SendMessage"], resources }));
  }

  #schedules(): string {
    const resourceName = `${this.#group.scheduleGroupName}/*`;
    return Stack.of(this).formatArn({ service: "scheduler", resource: "schedule", resourceName });
  }
}
