import { describe, expect, it } from "vitest";
import { BARE_FOLDER } from "../support/program.js";
import { analyseSources, expectMarked, findingsIn, type Sources } from "../support/findings.js";
import type { SettingsInput } from "../../../rules/settings/settings.js";

type Settings = NonNullable<SettingsInput["tasks"]>[number];

const builtIn: Record<string, Sources> = {
  "defineTask, method": `import { defineTask } from "loopward";\nimport fs from "fs";\nexport const a = defineTask({ name: "a", run() {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n} });`,
  "defineTask, arrow": `import { defineTask as task } from "loopward";\nimport fs from "fs";\nexport const a = task({ name: "a", run: async () => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n} });`,
  "defineTask, function by name": `import * as loopward from "loopward";\nimport fs from "fs";\nexport const a = loopward.defineTask({ name: "a", run });\nfunction run() {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n}`,
  "defineTask, options by name": `import { defineTask } from "loopward";\nimport fs from "fs";\nconst options = { name: "a", run() {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n} };\nexport const a = defineTask(options);`,
  "bullmq Worker": `import { Worker } from "bullmq";\nimport fs from "fs";\nnew Worker("a", async (job) => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n});`,
  "bullmq Worker, renamed, processor imported": {
    "worker.ts": `import { Worker as W } from "bullmq";\nimport { process } from "./process";\nexport const w = new W("a", process, {});`,
    "process.ts": `import fs from "fs";\nexport default 1;\nexport async function process() {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n}`,
  },
  "bullmq Worker, bound method": `import { Worker } from "bullmq";\nimport fs from "fs";\nclass Mails {\n  start() { return new Worker("a", this.run.bind(this)); }\n  async run() {\n    fs.readFileSync("a"); // blocks: fs.readFileSync\n  }\n}\nvoid Mails;`,
  "bullmq Worker, wrapped processor": `import { Worker } from "bullmq";\nimport { traced } from "tracing";\nimport fs from "fs";\nnew Worker("a", traced("a", async () => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n}));`,
  "bullmq Worker, processor built": `import { Worker } from "bullmq";\nimport fs from "fs";\nnew Worker("a", build("x"));\nfunction build(dir: string) {\n  return async () => {\n    fs.readFileSync(dir); // blocks: fs.readFileSync\n  };\n}`,
  "bullmq through a re-export of the project": {
    "queue.ts": `export { Worker } from "bullmq";`,
    "worker.ts": `import { Worker } from "./queue";\nimport fs from "fs";\nnew Worker("a", () => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n});`,
  },
  "a function of the project that registers its parameter": {
    "manager.ts": `import { Worker } from "bullmq";\nexport class Manager {\n  static register(queue: string, processor: (job: unknown) => unknown) {\n    return new Worker(queue, Manager.traced(processor));\n  }\n  private static traced(run: (job: unknown) => unknown) { return async (job: unknown) => await run(job); }\n}`,
    "app.ts": `import { Manager } from "./manager";\nimport fs from "fs";\nManager.register("mails", async () => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n});`,
  },
  "a function of the project whose handler calls its parameter": {
    "init.ts": `import { Worker } from "bullmq";\nexport const init = (queue: string, processor: () => Promise<void>) =>\n  new Worker(queue, async () => { try { await processor(); } finally { console.log(queue); } });`,
    "again.ts": `import { init } from "./init";\nexport function initTwice(queue: string, run: () => Promise<void>) { init(queue, run); init(queue, run); }`,
    "app.ts": `import { initTwice } from "./again";\nimport fs from "fs";\ninitTwice("mails", async () => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n});\nexport const other = () => fs.readFileSync("b");`,
  },
  "a class of the project that registers what its constructor is given": {
    "queue.ts": `import { Worker } from "bullmq";\nexport class Queue {\n  constructor(readonly name: string, private readonly run: () => void) {}\n  start() { return new Worker(this.name, () => this.run()); }\n}`,
    "app.ts": `import { Queue } from "./queue";\nimport fs from "fs";\nnew Queue("mails", () => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n}).start();`,
  },
  "a class of the project that keeps its handler in a registry": {
    "queue.ts": `export const queues = new Map<string, Queue>();\nexport class Queue {\n  constructor(readonly name: string, readonly handler: () => Promise<void>) { queues.set(name, this); }\n}`,
    "worker.ts": `import { Worker } from "bullmq";\nimport { queues } from "./queue";\nfor (const queue of queues.values()) new Worker(queue.name, queue.handler);`,
    "app.ts": `import { Queue } from "./queue";\nimport fs from "fs";\nnew Queue("mails", async () => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n});`,
  },
  "graphile-worker, a folder of tasks": {
    "worker.ts": `import { run } from "graphile-worker";\nawait run({ taskDirectory: \`\${__dirname}/tasks\` });`,
    "tasks/mail.js": `const fs = require("fs");\nmodule.exports = async (payload) => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n};`,
    "tasks/feeds/fetch.ts": `import fs from "fs";\nexport default async (payload: unknown) => {\n  fs.readFileSync("b"); // blocks: fs.readFileSync\n};\nexport const helper = () => fs.readFileSync("c");`,
    "other/mail.ts": `import fs from "fs";\nexport default async () => { fs.readFileSync("a"); };`,
  },
  "graphile-worker, a folder of tasks joined": {
    "src/worker.ts": `import { run } from "graphile-worker";\nimport { dirname, join } from "node:path";\nimport { fileURLToPath } from "node:url";\nconst here = dirname(fileURLToPath(import.meta.url));\nconst taskDirectory = join(here, "..", "tasks");\nawait run({ taskDirectory });`,
    "tasks/mail.ts": `import fs from "fs";\nexport default async () => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n};`,
  },
  "graphile-worker, a folder of tasks in a preset": {
    "src/graphile.config.ts": `import { WorkerPreset } from "graphile-worker";\nexport default { extends: [WorkerPreset], worker: { taskDirectory: "./tasks" } };`,
    "tasks/mail.ts": `import fs from "fs";\nexport default async () => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n};`,
  },
  "graphile-worker, a folder of tasks by URL": {
    "worker.ts": `import { run } from "graphile-worker";\nawait run({ taskDirectory: new URL("./tasks/", import.meta.url).pathname });`,
    "tasks/mail.ts": `import fs from "fs";\nexport default async () => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n};`,
  },
  "graphile-worker, a list of wrapped tasks": `import { run } from "graphile-worker";\nimport { traced } from "some-tracing";\nimport fs from "fs";\nawait run({ taskList: { mail: traced(async () => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n}) } });`,
  "a class of the project that extends bullmq's Worker": {
    "worker.ts": `import { Worker } from "bullmq";\nexport class Traced extends Worker {\n  constructor(name: string, run: () => Promise<void>) { super(name, async () => { await run(); }); }\n}`,
    "app.ts": `import { Traced } from "./worker";\nimport fs from "fs";\nnew Traced("mails", async () => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n});`,
  },
  "bull queue that a function makes once": {
    "make.ts": `import Queue from "bull";\nexport function createQueue(name: string) {\n  const queue = new Queue(name);\n  queue.on("error", () => undefined);\n  return queue;\n}`,
    "queues.ts": `import { createQueue } from "./make";\nlet cached: ReturnType<typeof createQueue> | undefined;\nexport const queue = () => {\n  if (!cached) cached = createQueue("a");\n  return cached;\n};`,
    "app.ts": `import { queue } from "./queues";\nimport { traced } from "tracing";\nimport fs from "fs";\nqueue().process(3, traced({ root: true })(async function () {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n}));`,
  },
  "bull queue of a function imported through a path alias": {
    "make.ts": `import Queue from "bull";\nexport const createQueue = (name: string) => new Queue(name);`,
    "app.ts": `import { createQueue } from "@app/make";\nimport fs from "fs";\nlet queue: ReturnType<typeof createQueue> | undefined;\nconst cached = () => (queue ??= createQueue("a"));\ncached().process(async () => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n});`,
  },
  "bullmq Worker, processor picked from a table": `import { Worker } from "bullmq";\nimport fs from "fs";\nconst processors: Record<string, () => void> = { a: () => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n} };\nfor (const name of ["a"]) new Worker(name, processors[name]);`,
  "bullmq Worker for each of a list": `import { Worker } from "bullmq";\nimport fs from "fs";\ninterface Job { name: string; run(): void }\nconst jobs: Job[] = [{ name: "a", run() {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n} }, { name: "b", run: b }];\nfunction b() {\n  fs.readFileSync("b"); // blocks: fs.readFileSync\n}\njobs.forEach((job) => new Worker(job.name, job.run));`,
  "bullmq, sandboxed": `import { Worker } from "bullmq";\nimport fs from "fs";\nnew Worker("a", new URL("./a.js", import.meta.url));\nexport const a = () => fs.readFileSync("a");`,
  "another package's Worker": `import { Worker } from "other";\nimport fs from "fs";\nnew Worker("a", () => fs.readFileSync("a"));`,
};

const shapes: Record<string, [Settings, Sources]> = {
  "argument of a project function": [
    { call: "initWorker", argument: 0 },
    {
      "a.ts": `import { initWorker as init } from "./lib/init";\nimport fs from "fs";\ninit(() => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n});`,
      "lib/init.ts": `export function initWorker(run: () => void) { void run; }`,
    },
  ],
  "argument of a project function in certain files": [
    { call: "init", argument: 0, files: "lib/**" },
    {
      "a.ts": `import { init } from "./lib/init";\nimport { init as other } from "./other";\nimport fs from "fs";\ninit(() => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n});\nother(() => fs.readFileSync("a"));`,
      "lib/init.ts": `export function init(run: () => void) { void run; }`,
      "other.ts": `export function init(run: () => void) { void run; }`,
    },
  ],
  "argument of a static method": [
    { call: "register", argument: 1 },
    `import fs from "fs";\nclass Manager { static register(name: string, run: () => void) { void run; } }\nManager.register("a", () => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n});`,
  ],
  "argument of a constructor of the project": [
    { call: "MyWorker", argument: 1 },
    `import fs from "fs";\nclass MyWorker { constructor(name: string, run: () => void) { void run; } }\nnew MyWorker("a", () => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n});`,
  ],
  "argument of a package's function": [
    { module: "queues", export: "consume", argument: 0 },
    `import { consume } from "queues";\nimport fs from "fs";\nconsume(() => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n});`,
  ],
  "argument of a method of what a package gives": [
    { module: "queues", method: "work", argument: 1 },
    `import { connect } from "queues";\nimport fs from "fs";\nconst channel = await (await connect()).channel();\nchannel.work("a", () => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n});`,
  ],
  "property of an argument": [
    { module: "queues", export: "consume", argument: 0, property: "eachMessage" },
    `import { consume } from "queues";\nimport fs from "fs";\nconsume({ eachMessage: async () => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n} });`,
  ],
  "method of classes extending a package's": [
    { module: "queue-classes", extends: "WorkerHost", method: "process" },
    {
      "base.ts": `import { WorkerHost } from "queue-classes";\nexport abstract class Base extends WorkerHost {}`,
      "a.ts": `import { Base } from "./base";\nimport fs from "fs";\nexport class Mails extends Base {\n  async process() {\n    fs.readFileSync("a"); // blocks: fs.readFileSync\n  }\n  async other() { fs.readFileSync("a"); }\n}`,
      "b.ts": `import { WorkerHost } from "elsewhere";\nimport fs from "fs";\nexport class Other extends WorkerHost { process() { fs.readFileSync("a"); } }`,
    },
  ],
  "method of classes extending any of that name": [
    { extends: "Job", method: "run" },
    `import { Job } from "whatever";\nimport fs from "fs";\ninterface Job2 extends Job {}\nexport class A extends Job {\n  run = async () => {\n    fs.readFileSync("a"); // blocks: fs.readFileSync\n  };\n}`,
  ],
  "decorated method": [
    { module: "queue-decorators", decorator: "Process" },
    `import { Process as P } from "queue-decorators";\nimport fs from "fs";\nexport class A {\n  @P("resize")\n  async resize() {\n    fs.readFileSync("a"); // blocks: fs.readFileSync\n  }\n  other() { fs.readFileSync("a"); }\n}`,
  ],
  "method decorated by the project itself": [
    { decorator: "ScheduledJob" },
    {
      "scheduled-job.ts": `export const ScheduledJob = () => (target: object, name: string) => void [target, name];`,
      "a.ts": `import { ScheduledJob } from "./scheduled-job";\nimport fs from "fs";\nexport class A {\n  @ScheduledJob()\n  run() {\n    fs.readFileSync("a"); // blocks: fs.readFileSync\n  }\n}`,
    },
  ],
  "method of a decorated class": [
    { module: "jobs", decorator: "JobClass", method: "execute" },
    `import { JobClass } from "jobs";\nimport fs from "fs";\n@JobClass()\nexport class A {\n  execute() {\n    fs.readFileSync("a"); // blocks: fs.readFileSync\n  }\n}`,
  ],
  "property of an object of a type, annotated": [
    { type: "JobDefinition", property: "handler" },
    `import fs from "fs";\ninterface JobDefinition { name: string; handler(): void }\nexport const a: JobDefinition = { name: "a", handler() {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n} };\nexport const b = { handler() { fs.readFileSync("a"); } };`,
  ],
  "property of an object of a type, satisfied": [
    { type: "JobDefinition", property: "handler" },
    `import fs from "fs";\ntype JobDefinition = { handler: () => void };\nexport const a = { handler: () => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n} } satisfies JobDefinition;`,
  ],
  "property of an object of a type, in context": [
    { type: "JobDefinition", property: "handler" },
    `import fs from "fs";\ninterface JobDefinition<T> { handler: (input: T) => void }\nfunction register(jobs: JobDefinition<string>[]) { void jobs; }\nregister([{ handler: () => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n} }]);`,
  ],
  "exports of files": [
    { files: "src/activities/**/*.ts" },
    {
      "src/activities/mail.ts": `import fs from "fs";\nexport async function send() {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n}\nexport class Mails {\n  send() {\n    fs.readFileSync("b"); // blocks: fs.readFileSync\n  }\n}\nfunction own() { fs.readFileSync("c"); }\nvoid own;`,
      "src/other.ts": `import fs from "fs";\nexport async function send() { fs.readFileSync("a"); }`,
    },
  ],
  "a processor file": [
    { files: "src/mail.ts", task: "mails" },
    {
      "src/mail.ts": `import fs from "fs";\nexport default async () => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n};\nexport function other() { fs.readFileSync("b"); }`,
    },
  ],
  "a processor file, named": [
    { files: "src/mail.ts", task: "mails" },
    {
      "src/mail.ts": `import fs from "fs";\nconst send = async () => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n};\nexport default send;`,
    },
  ],
  "a processor file in CommonJS": [
    { files: "src/mail.js", task: "mails" },
    {
      "src/mail.js": `const fs = require("fs");\nmodule.exports = async () => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n};`,
    },
  ],
  "a processor file compiled to CommonJS": [
    { files: "src/mail.js", task: "mails" },
    {
      "src/mail.js": `const fs = require("fs");\nexports.default = async () => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n};\nexports.other = () => { fs.readFileSync("b"); };`,
    },
  ],
};

/** For each further framework a registration as its documentation writes it; `FN` is the handler. */
const frameworks: Record<string, string> = {
  "@nestjs/bullmq": `import { Processor, WorkerHost } from "@nestjs/bullmq";\n@Processor("audio")\nexport class Audio extends WorkerHost {\n  async process(job: unknown) { FN }\n}`,
  bull: `import Queue from "bull";\nconst audio = new Queue("audio");\naudio.process(async (job: unknown) => { FN });`,
  "bull, named and with concurrency": `import Bull = require("bull");\nconst audio = new Bull("audio");\naudio.process("resize", 5, async (job: unknown) => { FN });`,
  "@nestjs/bull": `import { Process, Processor } from "@nestjs/bull";\n@Processor("audio")\nexport class Audio {\n  @Process({ name: "resize", concurrency: 3 })\n  async resize(job: unknown) { FN }\n}`,
  "pg-boss": `import PgBoss from "pg-boss";\nconst boss = new PgBoss("postgres://");\nawait boss.work("mails", { batchSize: 5 }, async (jobs: unknown) => { FN });`,
  "pg-boss, named export": `import { PgBoss } from "pg-boss";\nexport class Mails {\n  constructor(private readonly boss: PgBoss) {}\n  async start() { await this.boss.work("mails", (jobs: unknown) => this.run()); }\n  private async run() { FN }\n}`,
  "graphile-worker": `import { run } from "graphile-worker";\nawait run({ taskList: { hello: async (payload: unknown) => { FN } } });`,
  "graphile-worker, task type": `import type { Task } from "graphile-worker";\nexport const hello: Task = async (payload: unknown) => { FN };`,
  "graphile-worker, task list": `import type { TaskList } from "graphile-worker";\nexport const tasks: TaskList = { async hello(payload: unknown) { FN } };`,
  agenda: `import { Agenda } from "agenda";\nconst agenda = new Agenda();\nagenda.define("mail", { priority: 1 }, async (job: unknown) => { FN });`,
  inngest: `import { Inngest } from "inngest";\nconst inngest = new Inngest({ id: "app" });\nexport const f = inngest.createFunction({ id: "mail" }, { event: "a" }, async () => { FN });`,
  "@trigger.dev/sdk": `import { task } from "@trigger.dev/sdk/v3";\nexport const mail = task({ id: "mail", run: async (payload: unknown) => { FN } });`,
  "@temporalio activities": `import { Worker } from "@temporalio/worker";\nimport * as activities from "./activities.js";\nawait Worker.create({ activities, taskQueue: "mails" });`,
  "@temporalio activities, written out": `import { Worker } from "@temporalio/worker";\nawait Worker.create({ activities: { async send() { FN } } });`,
  "@temporalio activities, as a workflow names them": `import { proxyActivities } from "@temporalio/workflow";\nimport type * as activities from "./activities.js";\nexport const { send } = proxyActivities<typeof activities>({ startToCloseTimeout: 1 });`,
  "nestjs-temporal": `import { Activities, Activity } from "nestjs-temporal";\n@Activities()\nexport class Mails {\n  @Activity()\n  async send() { FN }\n}`,
  "@nestjs/schedule": `import { Cron } from "@nestjs/schedule";\nexport class Clock {\n  @Cron("* * * * *")\n  tick() { FN }\n}`,
  "node-cron": `import cron from "node-cron";\ncron.schedule("* * * * *", () => { FN });`,
  "node-schedule": `import { scheduleJob } from "node-schedule";\nscheduleJob("name", "0 * * * *", async () => { FN });`,
  "cron, options": `import { CronJob } from "cron";\nCronJob.from({ cronTime: "* * * * *", onTick: () => { FN }, start: true });`,
  "cron, options, made with new": `import { CronJob } from "cron";\nnew CronJob({ cronTime: "* * * * *", onTick() { FN } }).start();`,
  croner: `import { Cron } from "croner";\nnew Cron("* * * * *", () => { FN });`,
  "croner, the module itself": `const Cron = require("croner");\nconst jobs = [{ interval: "* * * * *", run: tick }];\nfor (const job of jobs) new Cron(job.interval, { name: "a" }, job.run);\nasync function tick() { FN }`,
  "toad-scheduler": `import { AsyncTask, SimpleIntervalJob, ToadScheduler } from "toad-scheduler";\nconst task = new AsyncTask("tick", async () => { FN });\nnew ToadScheduler().addSimpleIntervalJob(new SimpleIntervalJob({ seconds: 20 }, task));`,
  "amqp-connection-manager": `import { connect } from "amqp-connection-manager";\nconst channel = connect(["amqp://"]).createChannel();\nawait channel.consume("mails", async (message: unknown) => { FN });`,
  "@golevelup/nestjs-rabbitmq": `import { RabbitSubscribe } from "@golevelup/nestjs-rabbitmq";\nexport class Mails {\n  @RabbitSubscribe({ exchange: "a", routingKey: "b", queue: "c" })\n  async onMail(message: unknown) { FN }\n}`,
  "@ssut/nestjs-sqs": `import { SqsMessageHandler } from "@ssut/nestjs-sqs";\nexport class Mails {\n  @SqsMessageHandler("mails", false)\n  async onMail(message: unknown) { FN }\n}`,
  cron: `import { CronJob } from "cron";\nnew CronJob("* * * * *", () => { FN }, null, true);`,
  kafkajs: `import { Kafka } from "kafkajs";\nconst consumer = new Kafka({}).consumer({ groupId: "a" });\nawait consumer.run({ eachMessage: async ({ message }: any) => { FN } });`,
  "sqs-consumer": `import { Consumer } from "sqs-consumer";\nConsumer.create({ queueUrl: "", handleMessage: async () => { FN } }).start();`,
  amqplib: `import amqp from "amqplib";\nconst connection = await amqp.connect("amqp://");\nconst channel = await connection.createChannel();\nawait channel.consume("mails", (message: unknown) => { FN });`,
  "@nestjs/microservices": `import { EventPattern, Payload } from "@nestjs/microservices";\nexport class Builds {\n  @EventPattern("build.done")\n  async onDone(@Payload() message: unknown) { FN }\n}`,
  "p-queue": `import PQueue from "p-queue";\nconst queue = new PQueue({ concurrency: 1 });\nqueue.add(async () => { FN });`,
  fastq: `import fastq from "fastq";\nconst queue = fastq.promise(worker, 1);\nasync function worker() { FN }\nvoid queue;`,
  "bull, callback bound": `import Queue = require("bull");\nclass Mails {\n  private readonly queue = new Queue("mails");\n  start() { this.queue.process("one", (job: unknown) => this.run(job)); }\n  private run = async (job: unknown) => { FN };\n}\nnew Mails().start();`,
  "graphile-worker, task satisfied": `import type { Task } from "graphile-worker";\nexport default (async (payload) => { FN }) satisfies Task;`,
  "graphile-worker, list of tasks run": `import { runTaskList } from "graphile-worker";\nconst tasks = { async hello(payload: unknown) { FN } };\nrunTaskList({}, tasks, pool);`,
  "node-cron, task created": `import { createTask } from "node-cron";\ncreateTask("* * * * *", () => { FN });`,
  "node-schedule, job made with new": `import schedule from "node-schedule";\nnew schedule.Job("name", () => { FN });`,
  "sqs-consumer, made with new": `import { Consumer } from "sqs-consumer";\nnew Consumer({ queueUrl: "", handleMessageBatch: async () => { FN } }).start();`,
  "amqplib, callbacks": `import * as amqp from "amqplib/callback_api";\namqp.connect("amqp://", (error, connection) => {\n  connection.createChannel((e, channel) => { channel.consume("mails", (message) => { FN }); });\n});`,
  "amqplib, promises in a chain": `const amqp = require("amqplib");\namqp.connect("amqp://").then((connection) => connection.createChannel()).then((channel) => {\n  channel.consume("mails", () => { FN });\n});`,
  "p-queue, several": `import PQueue from "p-queue";\nnew PQueue().addAll([async () => { FN }]);`,
  "p-queue, several mapped": `import PQueue from "p-queue";\nnew PQueue().addAll([1].map((n) => async () => { FN }));`,
  "fastq, with a context": `import fastq from "fastq";\nfastq.promise({ all: 1 }, worker, 1);\nasync function worker() { FN }`,
  sidequest: `import { Job } from "sidequest";\nexport class Mail extends Job {\n  async run() { FN }\n}`,
};

/** Where the handler is JavaScript, and its type a comment. */
const commented: Record<string, Sources> = {
  "a task of graphile-worker that is a module": {
    "tasks/hello.js": `const fs = require("fs");\n/** @type {import("graphile-worker").Task} */\nmodule.exports = async (payload) => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n};`,
  },
  "a task of graphile-worker that is a variable": {
    "tasks/hello.mjs": `import fs from "fs";\n/** @type {import("graphile-worker").Task} */\nexport const hello = async (payload) => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n};`,
  },
  "another package's type": {
    "tasks/hello.js": `const fs = require("fs");\n/** @type {import("other").Task} */\nmodule.exports = async (payload) => {\n  fs.readFileSync("a");\n};`,
  },
};

describe("the roots", () => {
  it.each(Object.entries(commented))("read comments of JavaScript: %s", (_, sources) => {
    expectMarked(sources);
    expectMarked(sources, { folder: BARE_FOLDER });
  });

  it.each(Object.entries(builtIn))("are known without settings: %s", (_, sources) => {
    expectMarked(sources);
    expectMarked(sources, { folder: BARE_FOLDER });
  });

  it.each(Object.entries(frameworks))("know a handler of %s", (_, source) => {
    const blocking = 'fs.readFileSync("a"); // blocks: fs.readFileSync\n';
    const handler = `import fs from "node:fs";\n${source.replace("FN", blocking)}`;
    const activities = `import fs from "node:fs";\nexport async function send() { ${blocking} }`;
    const sources = { "task.ts": handler, ...(source.includes("FN") ? {} : { "activities.ts": activities }) };
    expectMarked(sources);
    expectMarked(sources, { folder: BARE_FOLDER });
  });

  it.each(Object.entries(shapes))("can be told by settings: %s", (_, [root, sources]) => {
    expectMarked(sources, { settings: { tasks: [root] } });
    expect(findingsIn(sources)).toEqual([]);
  });

  it("name tasks that a function of the project registers by what it is given", () => {
    const { tasks } = analyseSources(
      `import { Worker } from "bullmq";\n` +
        `function register(queue: string, processor: () => void) { new Worker(queue, processor); }\n` +
        `register("mails", () => {});\nregister("feeds", () => {});`,
    );
    expect(tasks.map(({ task }) => task)).toEqual(["mails", "feeds"]);
  });

  it("name the tasks", () => {
    const { tasks } = analyseSources(
      `import { defineTask } from "loopward";\nimport { Worker } from "bullmq";\nconst MAILS = "mails";\n` +
        `defineTask({ name: "feeds.fetch", run() {} });\nnew Worker(MAILS, () => {});\n` +
        `new Worker(process.env.QUEUE!, function resize() {});\nnew Worker(process.env.QUEUE!, () => {});`,
    );
    expect(tasks.map(({ task }) => task)).toEqual(["feeds.fetch", "mails", "resize", "task.ts:7"]);
  });

  it("name what a file exports by default by the file, and a clock by its name and not by its times", () => {
    const { tasks } = analyseSources({
      "tasks/send_email.ts": `import type { Task } from "graphile-worker";\nconst task: Task = async () => {};\nexport default task;`,
      "tasks/invite.ts": `import { Task } from "graphile-worker";\nconst task: Task = async () => {};\nmodule.exports = task;`,
      "clock.ts": `import { Cron } from "@nestjs/schedule";\nexport class Clock {\n  @Cron("0 12 * * 0")\n  noon() {}\n  @Cron("0 0 * * 0", { name: "midnight" })\n  night() {}\n}`,
    });
    expect(tasks.map(({ task }) => task).sort()).toEqual(["Clock.noon", "invite", "midnight", "send_email"]);
  });

  it("call a task that has a name by that alone, and one in a folder by its path there", () => {
    const { tasks } = analyseSources({
      "activities.ts": `import { Activity } from "nestjs-temporal";\nexport class Mails {\n  @Activity()\n  async send() {}\n}`,
      "workflow.ts": `import { proxyActivities } from "@temporalio/workflow";\nimport type { Mails } from "./activities";\nexport const { send } = proxyActivities<Mails>({});`,
      "worker.ts": `import { run } from "graphile-worker";\nrun({ taskDirectory: "jobs" });`,
      "jobs/mail.ts": `export default async () => {};`,
      "jobs/feeds/fetch.ts": `export default async () => {};`,
    });
    expect(tasks.map(({ task }) => task).sort()).toEqual(["feeds/fetch", "mail", "send"]);
  });

  it("take the name of a file for a processor in a process of its own, and a thread of bree for no task", () => {
    const { tasks, unresolved } = analyseSources(
      `import { Worker } from "bullmq";\nimport Bree from "bree";\nimport path from "path";\n` +
        `const file = path.join(__dirname, "mails.js");\nnew Worker("a", file);\nnew Worker("b", path.resolve("b.js"));\n` +
        `new Bree({ jobs: [{ name: "a", path: function work() {} }] });`,
      { folder: BARE_FOLDER },
    );
    expect({ tasks, unresolved }).toEqual({ tasks: [], unresolved: [] });
  });

  it("are not what tests register", () => {
    const source = `import { Worker } from "bullmq";\nnew Worker("mails", () => {});`;
    const { tasks } = analyseSources({
      "worker.ts": source,
      "worker.test.ts": source,
      "__tests__/worker.ts": source,
      "worker.spec.js": source,
    });
    expect(tasks.map(({ site }) => site.getSourceFile().fileName)).toEqual([
      expect.stringMatching(/\/worker\.ts$/),
    ]);
  });

  it("take no options for a handler, and each handler once", () => {
    const { tasks, unresolved } = analyseSources(
      `import Queue from "bull";\nimport { task } from "@trigger.dev/sdk";\n` +
        `new Queue("mails").process("resize", 5, async () => {});\ntask({ id: "mail", run: async () => {} });\n` +
        `import { CronJob } from "cron";\nnew CronJob(String(process.env.WHEN), () => {});`,
    );
    expect(tasks).toHaveLength(3);
    expect(unresolved).toEqual([]);
  });

  it.each([
    ["it comes from a package", `import { readFile } from "node:fs";\nnew Worker("a", readFile as never);`],
    ["it is chosen by a key at run time", `declare const all: any;\nnew Worker("a", all[process.argv[2]!]);`],
    [
      "it is a parameter, and the program shows no call that gives it",
      `export function start(run: () => void) { new Worker("a", run); }`,
    ],
    [
      "it is made by a call whose insides the program does not show",
      `import { build } from "some-package";\nnew Worker("a", build());`,
    ],
    [
      "the program does not show the object that has it as `run`",
      `import { task } from "@trigger.dev/sdk";\nimport { options } from "some-package";\ntask(options);`,
    ],
    [
      "the program shows no tasks in the folder that it names",
      `import { run } from "graphile-worker";\nrun({ taskDirectory: process.env.TASKS });`,
    ],
    [
      "the program does not show the functions that it holds",
      `import { run } from "graphile-worker";\nimport { taskList } from "some-package";\nrun({ taskList });`,
    ],
  ])("say why a handler is not found: %s", (reason, code) => {
    const { unresolved } = analyseSources(`import { Worker } from "bullmq";\n${code}`);
    expect(unresolved.map((registration) => registration.reason)).toEqual([reason]);
  });

  it.each([
    [
      "call of a function picked at run time",
      `interface Job { run(): void }\ndeclare const jobs: Record<string, Job>;\nexport const start = () => new Worker("a", async ({ name }) => { jobs[name]!.run(); });`,
    ],
    [
      "call of a function that an instance was given",
      `export class Queue {\n  constructor(private readonly handler: () => void) {}\n  start() { return new Worker("a", async () => { this.handler(); }); }\n}`,
    ],
  ])("say where a task goes on to what cannot be seen: %s", (reason, code) => {
    const { gaps } = analyseSources(`import { Worker } from "bullmq";\n${code}`);
    expect(gaps.map((gap) => gap.reason)).toEqual([reason]);
  });
});
