import { CfnOutput, Duration, Stack, type StackProps } from "aws-cdk-lib";
import { type ITableV2, TableV2 } from "aws-cdk-lib/aws-dynamodb";
import type { Code } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import { backgroundOf } from "../background.ts";
import type { StageSettings } from "../config.ts";
import { Alarm } from "../constructs/alarm.ts";
import { AlarmTopic } from "../constructs/alarm-topic.ts";
import { BucketAccess } from "../constructs/bucket-access.ts";
import { Dashboard } from "../constructs/dashboard.ts";
import { Dispatcher } from "../constructs/dispatcher.ts";
import { Email } from "../constructs/email.ts";
import { EventBus } from "../constructs/event-bus.ts";
import { FeatureFunction } from "../constructs/feature-function.ts";
import { HttpApi } from "../constructs/http-api.ts";
import { PeopleAccess } from "../constructs/people-access.ts";
import { Schedules } from "../constructs/schedules.ts";
import { ServiceAlarms } from "../constructs/service-alarms.ts";
import { SigningAccess } from "../constructs/signing-access.ts";
import { TableAccess } from "../constructs/table-access.ts";
import type { DataStack } from "./data-stack.ts";

export interface AppStackProps extends StackProps {
  readonly settings: StageSettings;
  readonly data: DataStack;
  readonly features: readonly (new (app: AppStack) => Construct)[];
  /** Where the bundle of a function is found. */
  readonly bundle: (feature: string, entry: string) => Code;
}

/** Everything that can be deleted and deployed again: the features, and what they share. */
export class AppStack extends Stack {
  readonly settings: StageSettings;
  readonly data: DataStack;
  readonly bundle: AppStackProps["bundle"];
  readonly http: HttpApi;
  readonly table: TableAccess;
  /** The table of the Data stack, or the one that was restored in its place. */
  readonly sourceTable: ITableV2;
  readonly files: BucketAccess;
  readonly quarantine: BucketAccess;
  readonly people: PeopleAccess;
  readonly signing: SigningAccess;
  readonly bus: EventBus;
  readonly email: Email;
  #schedules: Schedules | undefined;
  #dispatcher: Dispatcher | undefined;

  constructor(scope: Construct, id: string, { settings, data, features, bundle, ...props }: AppStackProps) {
    super(scope, id, props);
    this.settings = settings;
    this.data = data;
    this.bundle = bundle;
    this.http = new HttpApi(this, "Http", { settings });
    this.sourceTable = this.#sourceTable();
    this.table = new TableAccess(this.sourceTable);
    this.files = new BucketAccess(this, "Files", { bucket: data.files, variable: "FILES_BUCKET" });
    this.quarantine = new BucketAccess(this, "Quarantine", { bucket: data.quarantine, variable: "QUARANTINE_BUCKET" });
    this.people = new PeopleAccess(data.userPool, data.userPoolClient);
    this.signing = new SigningAccess(data.signingSecret);
    this.bus = new EventBus(this, "Events");
    this.email = new Email(this, "Email", settings);

    for (const MountedFeature of features) new MountedFeature(this);

    const { http } = this;
    new ServiceAlarms(this, "Services", { http, table: this.sourceTable });
    this.#alarms();
    new Dashboard(this, "Dashboard", { stage: settings.stage, http, table: this.sourceTable, root: this });
    this.#outputs();
  }

  #sourceTable(): ITableV2 {
    const { restoredTable } = this.settings;
    if (!restoredTable) return this.data.table;
    const { name: tableName, streamArn: tableStreamArn } = restoredTable;
    return TableV2.fromTableAttributes(this, "RestoredTable", { tableName, tableStreamArn });
  }

  /** Made for the first feature that asks: without one there is nothing to schedule. */
  get schedules(): Schedules {
    this.#schedules ??= new Schedules(this, "Schedules");
    return this.#schedules;
  }

  /** Made for the first feature that has events handled one by one. */
  get dispatcher(): Dispatcher {
    this.#dispatcher ??= new Dispatcher(this, "Dispatcher", {
      worker: this.#dispatchEvent(),
      background: backgroundOf(this.settings.concurrency),
    });
    return this.#dispatcher;
  }

  #dispatchEvent(): FeatureFunction {
    return new FeatureFunction(this, "DispatchEvent", {
      description: "platform: dispatch-event",
      code: this.bundle("platform", "dispatch-event"),
      logDays: this.settings.logDays,
      memory: 256,
      // It waits for workers of a minute, and for a function instance to be free for them.
      timeout: Duration.seconds(75),
      environment: { STAGE: this.settings.stage, TABLE_NAME: this.table.name, PUBLIC_URL: this.http.url },
    });
  }

  /** An alarm that nobody hears costs as much as one that somebody does: without an address there are none. */
  #alarms(): void {
    const { alarmEmail } = this.settings;
    if (alarmEmail) new AlarmTopic(this, "Alarms", { email: alarmEmail }).listenTo(this);
    else for (const { node } of alarmsIn(this)) node.scope?.node.tryRemoveChild(node.id);
  }

  #outputs(): void {
    const output = (id: string, value: string, description: string) => new CfnOutput(this, id, { value, description });
    output("ApiUrl", this.http.url, "Where the API, its reference page (/docs) and the pages for clients answer");
    if (this.http.domainTarget) output("DomainTarget", this.http.domainTarget, "What the domain's CNAME must point to");
    if (this.settings.sender.identity === "domain") {
      for (const [index, { name, value }] of this.email.identity.dkimRecords.entries()) {
        output(
          `SenderDns${index + 1}`,
          `${name} CNAME ${value}`,
          "To create in the sender's domain before mail can go out",
        );
      }
    }
  }
}

const alarmsIn = (stack: AppStack): Alarm[] => stack.node.findAll().filter((construct) => construct instanceof Alarm);
