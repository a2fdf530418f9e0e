import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Redis } from "ioredis";
import type { JobSource } from "./job-source.js";

/** Debian's Python, whatever else is on the path: its packages are what the bench is about. */
export const PYTHON = "/usr/bin/python3";
export const CELERY_FOLDER = fileURLToPath(new URL(".", import.meta.url));
const MODULES = ["celery", "eventlet", "redis", "requests"];

/** Why Celery cannot be measured here, and what to do; null: it can. */
export async function whyNoCelery(): Promise<string | null> {
  const packages = MODULES.map((name) => `python3-${name}`).join(" ");
  try {
    await promisify(execFile)(PYTHON, ["-c", `import ${MODULES.join(", ")}`]);
    return null;
  } catch {
    return `Celery is left out: on Debian, apt-get install ${packages}`;
  }
}

/** Celery's queue in one Redis database, and its results in another, where nothing else is. */
export function celerySource(brokerUrl: string, resultUrl: string): JobSource {
  const [broker, results] = [new Redis(brokerUrl), new Redis(resultUrl)];
  return {
    async add(urls) {
      await broker.lpush("celery", ...urls.map(message));
    },
    settled: () => results.dbsize(),
    failed: () => countFailures(results),
    async close() {
      await broker.quit();
      await results.quit();
    },
  };
}

/** A call of the task as Celery's own client puts it into Redis (its message protocol, version 2). */
function message(url: string): string {
  const id = randomUUID();
  const body = [[url], {}, { callbacks: null, errbacks: null, chain: null, chord: null }];
  return JSON.stringify({
    body: Buffer.from(JSON.stringify(body)).toString("base64"),
    "content-encoding": "utf-8",
    "content-type": "application/json",
    headers: { lang: "py", task: "feeds.fetch", id, root_id: id, parent_id: null, group: null, retries: 0 },
    properties: {
      ...{ correlation_id: id, delivery_mode: 2, priority: 0, body_encoding: "base64" },
      delivery_info: { exchange: "", routing_key: "celery" },
      delivery_tag: randomUUID(),
    },
  });
}

async function countFailures(results: Redis): Promise<number> {
  const keys = await results.keys("celery-task-meta-*");
  const texts = keys.length > 0 ? await results.mget(keys) : [];
  return texts.filter((text) => !text?.includes('"status": "SUCCESS"')).length;
}
