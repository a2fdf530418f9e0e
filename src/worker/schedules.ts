import { isDeepStrictEqual } from "node:util";
import { getNextMillis, type JobSchedulerJson, type JobsOptions, type Queue } from "bullmq";
import type { Broker } from "../broker/types.js";
import { fail } from "../findings/errors.js";
import { faultOfWhen, type Schedule, type ScheduleInfo, type When } from "../task/schedule.js";
import type { JobMaker, ScheduleOptions, TaskInfo } from "../task/types.js";
import { assertJson } from "./enqueue.js";
import { jobOptions } from "./job-options.js";

/**
 * Who keeps a schedule: a call of `task.schedule`, or the task's definition. The two have names of their own, so that a
 * worker can take back what is declared no longer.
 */
const MARK = { called: "/", declared: "#" } as const;
type Origin = keyof typeof MARK;

/** @throws LoopwardError `LOOPWARD_BAD_SCHEDULE` */
export async function addSchedule(
  broker: Broker,
  task: JobMaker,
  schedule: ScheduleInfo,
  options: ScheduleOptions,
  origin: Origin = "called",
): Promise<Schedule> {
  const { name, input } = schedule;
  assertJson(task.name, input);
  const repeat = repeatOf(task.name, schedule);
  const id = idOf(task.name, origin, name);
  const queue = broker.queue(task.queue);
  const kept = await queue.getJobScheduler(id);
  const opts = jobOptions(task, options);
  // Told anew it would be due anew: a worker that starts must not be the reason for a run.
  if (!kept || !isSame(kept, repeat, input, opts))
    await queue.upsertJobScheduler(id, repeat, { name: task.name, data: input, opts });
  const found = (await schedulesOf(queue, task.name)).find(
    (one) => one.name === name && one.declared === (origin === "declared"),
  );
  if (!found) throw new Error(`the broker did not keep the schedule ${id}`);
  return found;
}

export function removeSchedule(broker: Broker, task: JobMaker, name: string): Promise<boolean> {
  return broker.queue(task.queue).removeJobScheduler(idOf(task.name, "called", name));
}

export function listSchedules(broker: Broker, task: JobMaker): Promise<Schedule[]> {
  return schedulesOf(broker.queue(task.queue), task.name);
}

/**
 * Makes the broker's schedules those that the tasks declare.
 * @throws LoopwardError `LOOPWARD_BAD_SCHEDULE`, before any is told to the broker
 */
export async function declareSchedules(broker: Broker, tasks: readonly TaskInfo[]): Promise<void> {
  for (const { name, schedules = [] } of tasks) for (const schedule of schedules) repeatOf(name, schedule);
  for (const queueName of new Set(tasks.map((task) => task.queue))) {
    const queue = broker.queue(queueName);
    const ofQueue = tasks.filter((task) => task.queue === queueName);
    const declared = new Set<string>();
    for (const task of ofQueue) {
      for (const schedule of task.schedules ?? []) {
        declared.add(idOf(task.name, "declared", schedule.name));
        await addSchedule(broker, task, schedule, {}, "declared");
      }
    }
    const ours = ofQueue.map((task) => idOf(task.name, "declared", ""));
    for (const { key } of await queue.getJobSchedulers())
      if (!declared.has(key) && ours.some((start) => key.startsWith(start)))
        await queue.removeJobScheduler(key);
  }
}

function repeatOf(
  task: string,
  { name, ...when }: When & { name: string },
): { pattern: string; tz?: string } | { every: number } {
  const fault = faultOfWhen(when);
  if (fault) throw fail("LOOPWARD_BAD_SCHEDULE", [task, name, fault]);
  if ("every" in when) return { every: when.every };
  const repeat = { pattern: when.cron, ...(when.tz !== undefined && { tz: when.tz }) };
  try {
    // The parser of cron expressions says of a time zone only that there is no such date.
    new Intl.DateTimeFormat("en", { timeZone: when.tz });
    getNextMillis(Date.now(), repeat);
  } catch (error) {
    throw fail("LOOPWARD_BAD_SCHEDULE", [task, name, (error as Error).message], { cause: error });
  }
  return repeat;
}

function isSame(kept: JobSchedulerJson, repeat: object, input: unknown, opts: JobsOptions): boolean {
  const { pattern, tz, every, template } = kept;
  const plain = (value: unknown) => JSON.parse(JSON.stringify(value ?? null)) as unknown;
  return isDeepStrictEqual(
    plain({ pattern, tz, every, data: template?.data as unknown, opts: template?.opts }),
    plain({ ...repeat, data: input, opts }),
  );
}

async function schedulesOf(queue: Queue, task: string): Promise<Schedule[]> {
  const found = await queue.getJobSchedulers(0, -1, true);
  return found.filter(({ name }) => name === task).flatMap((one) => readSchedule(task, one) ?? []);
}

function readSchedule(
  task: string,
  { key, next, pattern, tz, every, template }: JobSchedulerJson,
): Schedule | null {
  const origin = (["called", "declared"] as const).find((one) => key.startsWith(idOf(task, one, "")));
  if (!origin || next === undefined) return null;
  return {
    task,
    name: decodeURIComponent(key.slice(idOf(task, origin, "").length)),
    when:
      pattern === undefined ? { every: Number(every) } : { cron: pattern, ...(tz !== undefined && { tz }) },
    input: template?.data as unknown,
    declared: origin === "declared",
    next: new Date(next),
  };
}

// Neither part may hold what stands between them, nor the colons that BullMQ's keys are made with.
function idOf(task: string, origin: Origin, name: string): string {
  return `${encodeURIComponent(task)}${MARK[origin]}${encodeURIComponent(name)}`;
}
