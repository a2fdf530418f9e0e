import { join } from "node:path";
import { migrateBroker } from "../../broker/migrate-broker.js";
import { openBroker } from "../../broker/open-broker.js";
import type { QueueCounts } from "../../broker/types.js";
import { brokerUrl, loadProject } from "../../config/config.js";
import { readTasksFile } from "../../worker/tasks-file.js";
import type { BrokerFlags } from "../broker.js";
import type { ExitCode } from "../exit-code.js";
import { print } from "../reports/print.js";
import { printable, printableJson } from "../reports/printable.js";
import { table } from "../reports/table.js";
import { runMigration } from "./migrate.js";

const STATES: readonly (readonly [keyof QueueCounts, string])[] = [
  ["waiting", "waiting"],
  ["active", "active"],
  ["delayed", "delayed"],
  ["waitingChildren", "for children"],
  ["completed", "completed"],
  ["failed", "failed"],
];

/** `loopward broker status`: 1 where the broker's tables have to be made first. */
export async function showBroker(flags: BrokerFlags & { queues?: string[] }): Promise<ExitCode> {
  const { root, config } = await loadProject(process.cwd());
  const url = brokerUrl(flags.broker, config);
  const options = { cwd: root, onNotice: (message: string) => process.stderr.write(`${message}\n`) };
  if ((await migrateBroker(url, { ...options, dryRun: true })).needed)
    return runMigration({ ...flags, dryRun: true });
  const names = flags.queues ?? (await announcedQueues(root));
  const broker = await openBroker(url, options);
  try {
    const counted = await Promise.all(names.map(async (name) => ({ name, ...(await broker.counts(name)) })));
    const { label, server } = broker;
    if (flags.format === "json") await print(printableJson({ label, server, queues: counted }));
    else await print(`${printable(label)} is ${printable(server)} and answers.\n${overview(counted)}`);
    return 0;
  } finally {
    await broker.close();
  }
}

async function announcedQueues(root: string): Promise<string[]> {
  const tasks = await readTasksFile(join(root, ".loopward"));
  return [...new Set(tasks.map(({ queue }) => queue))].sort();
}

function overview(counted: readonly ({ readonly name: string } & QueueCounts)[]): string {
  if (counted.length === 0) return "No worker has announced a queue yet; -Q NAME counts one all the same.";
  const columns = STATES.map(([, title]) => ({ title, align: "right" as const }));
  return table(
    [{ title: "queue" }, ...columns],
    counted.map((queue) => [printable(queue.name), ...STATES.map(([state]) => String(queue[state]))]),
  );
}
