import type { Root } from "./root.js";

/** The registrations that need no settings: a framework is a line. */
export const builtInRoots: readonly Root[] = [
  {
    module: "loopward",
    export: "defineTask",
    argument: 0,
    property: "run",
    name: { argument: 0, property: "name" },
  },

  // Queues
  { module: "bullmq", export: "Worker", argument: 1, name: { argument: 0 } },
  { module: "@taskforcesh/bullmq-pro", export: "WorkerPro", argument: 1, name: { argument: 0 } },
  { module: "@nestjs/bullmq", extends: "WorkerHost", method: "process" },
  { module: "bull", method: "process", argument: 0 },
  { module: "bull", method: "process", argument: 1 },
  { module: "bull", method: "process", argument: 2 },
  { module: "@nestjs/bull", decorator: "Process" },
  { module: "bee-queue", method: "process", argument: 0 },
  { module: "bee-queue", method: "process", argument: 1 },
  { module: "pg-boss", method: "work", argument: 1, name: { argument: 0 } },
  { module: "pg-boss", method: "work", argument: 2, name: { argument: 0 } },
  ...["agenda", "@hokify/agenda"].flatMap((module) =>
    [1, 2].map((argument): Root => ({ module, method: "define", argument, name: { argument: 0 } })),
  ),
  ...["run", "runOnce"].map((name): Root => ({
    module: "graphile-worker",
    export: name,
    argument: 0,
    property: "taskList",
    members: true,
  })),
  ...["runTaskList", "runTaskListOnce"].map((name): Root => ({
    module: "graphile-worker",
    export: name,
    argument: 1,
    members: true,
  })),
  { module: "graphile-worker", folder: "taskDirectory" },
  { module: "graphile-worker", type: "Task" },
  { module: "graphile-worker", type: "TaskList", members: true },
  { module: "sidequest", extends: "Job", method: "run" },

  // Functions as a service of their own
  { module: "inngest", method: "createFunction", argument: 1, name: { argument: 0, property: "id" } },
  { module: "inngest", method: "createFunction", argument: 2, name: { argument: 0, property: "id" } },
  ...["@trigger.dev/sdk", "@trigger.dev/sdk/v3"].flatMap((module): Root[] =>
    ["task", "schemaTask"].map((name) => ({
      module,
      export: name,
      argument: 0,
      property: "run",
      name: { argument: 0, property: "id" },
    })),
  ),
  {
    module: "@trigger.dev/sdk",
    method: "task",
    argument: 0,
    property: "run",
    name: { argument: 0, property: "id" },
  },
  { module: "@temporalio/worker", method: "create", argument: 0, property: "activities", members: true },
  // A workflow names its activities by their type, also where the worker is started by code that does not know them.
  ...["proxyActivities", "proxyLocalActivities"].map((name): Root => ({
    module: "@temporalio/workflow",
    export: name,
    typeArgument: 0,
  })),
  ...["nestjs-temporal", "nestjs-temporal-core"].flatMap((module): Root[] =>
    ["Activity", "ActivityMethod"].map((decorator) => ({ module, decorator })),
  ),

  // Clocks
  { module: "@nestjs/schedule", decorator: "Cron", name: { argument: 1, property: "name" } },
  { module: "@nestjs/schedule", decorator: "Interval" },
  { module: "@nestjs/schedule", decorator: "Timeout" },
  { module: "node-cron", method: "schedule", argument: 1 },
  { module: "node-cron", method: "createTask", argument: 1 },
  { module: "node-schedule", method: "scheduleJob", argument: 1 },
  { module: "node-schedule", method: "scheduleJob", argument: 2 },
  { module: "node-schedule", export: "Job", argument: 0 },
  { module: "node-schedule", export: "Job", argument: 1 },
  { module: "cron", export: "CronJob", argument: 1 },
  { module: "cron", export: "CronJob", argument: 0, property: "onTick" },
  { module: "cron", method: "from", argument: 0, property: "onTick" },
  ...["Cron", "default"].flatMap((name) =>
    [1, 2].map((argument): Root => ({ module: "croner", export: name, argument })),
  ),
  ...["AsyncTask", "Task"].map((name): Root => ({ module: "toad-scheduler", export: name, argument: 1 })),

  // Messages
  { module: "kafkajs", method: "run", argument: 0, property: "eachMessage" },
  { module: "kafkajs", method: "run", argument: 0, property: "eachBatch" },
  ...["handleMessage", "handleMessageBatch"].flatMap((property): Root[] => [
    { module: "sqs-consumer", method: "create", argument: 0, property },
    { module: "sqs-consumer", export: "Consumer", argument: 0, property },
  ]),
  { module: "amqplib", method: "consume", argument: 1 },
  { module: "amqplib/callback_api", method: "consume", argument: 1 },
  { module: "amqp-connection-manager", method: "consume", argument: 1 },
  { module: "@golevelup/nestjs-rabbitmq", decorator: "RabbitSubscribe" },
  { module: "@golevelup/nestjs-rabbitmq", decorator: "RabbitRPC" },
  { module: "@ssut/nestjs-sqs", decorator: "SqsMessageHandler" },
  { module: "@nestjs/microservices", decorator: "EventPattern" },
  { module: "@nestjs/microservices", decorator: "MessagePattern" },

  // Queues in memory
  { module: "p-queue", method: "add", argument: 0 },
  { module: "p-queue", method: "addAll", argument: 0, members: true },
  ...["promise", "default"].flatMap((name) =>
    // The second where a `this` for the worker comes first.
    [0, 1].map((argument): Root => ({ module: "fastq", export: name, argument })),
  ),
];
