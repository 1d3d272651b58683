import { buildApp } from "fauxqs";
import { recordOf, textOf } from "../front-door/read.ts";
import { serveMoveTasks } from "./move-tasks.ts";
import { serveMore } from "./object-requests.ts";
import { withVersions } from "./object-versions.ts";

interface FauxqsOptions {
  dataDir: string;
  region: string;
}

export interface RunningFauxqs {
  url: string;
  stop(): Promise<void>;
}

/** S3 allows 5 GiB in one PUT; a Buffer of this machine's Node holds as much as anybody uploads to a laptop. */
const largestBody = 2 ** 31 - 1;

/** The front door sends every S3 body as bytes and the content type of the object in this header (see `bytesOnly`). */
export const contentTypeHeader = "x-door-content-type";

/**
 * SQS, SNS topics and S3, in this process and kept in one SQLite file.
 * The package's own `startFauxqs` listens on every interface, so its parts are put together here, on loopback.
 */
export const startFauxqs = async ({ dataDir, region }: FauxqsOptions): Promise<RunningFauxqs> => {
  const { stores, persistence, copyOf } = await openStores(dataDir);
  const app = buildApp({ logger: false, defaultRegion: region, stores });
  stores.sqsStore.host = ""; // queue addresses then carry the host that the caller used: the front door's
  bytesOnly(app);
  forgetThoseWhoLeft(app, stores.sqsStore);
  serveMoveTasks(app, stores.sqsStore, copyOf);
  serveMore(app, stores.s3Store, withVersions(stores.s3Store));
  app.addHook("preClose", (done) => {
    persistence.close();
    done();
  });
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  return { url, stop: () => app.close() };
};

/** Lifts the limit of 11 MiB, and keeps objects that happen to be forms or JSON from being parsed. */
const bytesOnly = (app: ReturnType<typeof buildApp>): void => {
  app.removeContentTypeParser("*");
  app.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: largestBody }, (_request, body, done) => {
    done(null, body);
  });
  app.addHook("preHandler", (request, _reply, done) => {
    const original = request.headers[contentTypeHeader];
    if (typeof original === "string") request.headers["content-type"] = original;
    done();
  });
};

/**
 * A consumer that hangs up while it waits would still be handed the next message, which then nobody has for the length
 * of its visibility timeout. Everybody who waits at that queue is sent away with nothing instead, and asks again.
 */
const forgetThoseWhoLeft = (app: ReturnType<typeof buildApp>, queues: Stores["sqsStore"]): void => {
  app.addHook("preHandler", (request, reply, done) => {
    const isReceive = request.headers["x-amz-target"] === "AmazonSQS.ReceiveMessage";
    if (isReceive) {
      reply.raw.once("close", () => {
        if (!reply.raw.writableFinished) queues.getQueue(textOf(recordOf(request.body).QueueUrl))?.cancelWaiters();
      });
    }
    done();
  });
};

type Stores = NonNullable<NonNullable<Parameters<typeof buildApp>[0]>["stores"]>;

interface Opened {
  stores: Stores;
  persistence: Persistence;
  copyOf: Parameters<typeof serveMoveTasks>[2];
}

interface Persistence {
  db: { exec(sql: string): void };
  load(sqs: Stores["sqsStore"], sns: Stores["snsStore"], s3: Stores["s3Store"]): void;
  close(): void;
}

// The parts are not exported by name: they are loaded by address, and `persistence` gets the type of what is used.
const openStores = async (dataDir: string): Promise<Opened> => {
  const part = (path: string) => import(new URL(path, import.meta.resolve("fauxqs")).href);
  const [{ SqsStore }, { SnsStore }, { S3Store }, { PersistenceManager }] = await Promise.all([
    part("./sqs/sqsStore.js"),
    part("./sns/snsStore.js"),
    part("./s3/s3Store.js"),
    part("./persistence.js"),
  ]);
  const stores: Stores = { sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store: new S3Store() };
  const persistence: Persistence = new PersistenceManager(dataDir);
  // One disk flush per message is for machines that lose power in the middle of a campaign.
  persistence.db.exec("PRAGMA synchronous = NORMAL");
  persistence.load(stores.sqsStore, stores.snsStore, stores.s3Store);
  attach(stores, persistence);
  const copyOf: Opened["copyOf"] = ({ body, messageAttributes }) => SqsStore.createMessage(body, messageAttributes);
  return { stores, persistence, copyOf };
};

/** Only after loading: a store that already writes would replace, and so cascade away, what it is reading. */
const attach = ({ sqsStore, snsStore, s3Store }: Stores, persistence: Persistence): void => {
  for (const store of [sqsStore, snsStore, s3Store]) Object.assign(store, { persistence });
  for (const queue of sqsStore.allQueues()) Object.assign(queue, { persistence });
};
