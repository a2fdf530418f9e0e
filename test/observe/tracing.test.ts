import { readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeProject } from "../cli/project.js";
import { CliLab, root } from "../support/cli.js";
import { redisServer } from "../support/servers.js";

const redis = await redisServer();
const page = await readFile(join(root, "docs/observability.md"), "utf8");

/** A block of the page by the name in its first line. */
const block = (name: string) =>
  new RegExp(`^\`\`\`js\\n// ${name}\\n([\\s\\S]*?)^\`\`\`$`, "m").exec(page)?.[1] ?? "";

/** The page's set-up with an exporter that keeps the spans, and writes them down when its process ends. */
const TRACING = `import { InMemorySpanExporter } from "@opentelemetry/sdk-trace-node";
import { writeFileSync } from "node:fs";
const exporter = new InMemorySpanExporter();
process.on("exit", () => {
  const spans = exporter.getFinishedSpans().map((span) => ({
    name: span.name, pid: process.pid, id: span.spanContext().spanId, trace: span.spanContext().traceId,
    parent: span.parentSpanContext?.spanId ?? null, attributes: span.attributes, events: span.events,
    status: span.status.code, startMs: span.startTime[0] * 1e3 + span.startTime[1] / 1e6,
    durationMs: span.duration[0] * 1e3 + span.duration[1] / 1e6,
  }));
  if (spans.length > 0) writeFileSync(\`spans-\${process.pid}.json\`, JSON.stringify(spans));
});
${block("tracing.mjs").replace("new ConsoleSpanExporter()", "exporter")}`;

const APP = `import { defineTask } from "loopward";
import { trace } from "@opentelemetry/api";
export const fetchFeed = defineTask({ name: "feeds.fetch", queue: "traced", async run() {
  await new Promise((resolve) => setTimeout(resolve, 5));
  trace.getTracer("mine").startSpan("parse").end();
  return process.pid;
} });
export const hash = defineTask({ name: "feeds.hash", queue: "traced", async run() {
  for (const end = Date.now() + 400; Date.now() < end;);
} });
export const broken = defineTask({ name: "broken", queue: "traced", run() { throw new RangeError("never"); } });
`;

const PRODUCER = `import { trace } from "@opentelemetry/api";
import { broken, fetchFeed, hash } from "./tasks.js";
await trace.getTracer("mine").startActiveSpan("request", async (span) => {
  const runs = [await fetchFeed.enqueue({}), await hash.enqueue({}), await broken.enqueue({})];
  await Promise.allSettled(runs.map((run) => run.result()));
  span.end();
});
await trace.getTracerProvider().getDelegate().forceFlush();
`;

interface Span {
  readonly name: string;
  readonly pid: number;
  readonly id: string;
  readonly trace: string;
  readonly parent: string | null;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly {
    readonly name: string;
    readonly attributes: Readonly<Record<string, unknown>>;
  }[];
  readonly status: number;
  readonly startMs: number;
  readonly durationMs: number;
}

describe.skipIf(!redis)("traces and events", () => {
  const lab = new CliLab();
  const project = lab.folder();
  let spans: Span[] = [];
  let said: string[] = [];

  beforeAll(async () => {
    makeProject(project, APP);
    symlinkSync(join(root, "node_modules/@opentelemetry"), join(project, "node_modules/@opentelemetry"));
    writeFileSync(join(project, "tracing.mjs"), TRACING);
    writeFileSync(join(project, "listen.mjs"), block("listen.mjs"));
    writeFileSync(join(project, "produce.mjs"), PRODUCER);
    const env = { LOOPWARD_BROKER: redis!.url };
    const imports = ["--import", "tracing.mjs", "listen.mjs"];
    const worker = lab.start(["worker", "-A", "tasks.js", "--guard", "report", ...imports], {
      cwd: project,
      env,
    });
    await worker.line(/ready/);
    const producer = spawn(process.execPath, ["--import", "./tracing.mjs", "produce.mjs"], {
      cwd: project,
      env: { ...process.env, ...env },
    });
    const [errors] = await Promise.all([text(producer.stderr), once(producer, "close")]);
    expect([producer.exitCode, errors]).toEqual([0, ""]);
    worker.child.kill("SIGTERM");
    expect(await worker.exit()).toBe(0);
    spans = readdirSync(project)
      .filter((name) => name.startsWith("spans-"))
      .flatMap((name) => JSON.parse(readFileSync(join(project, name), "utf8")) as Span[]);
    said = worker.stderr;
  });
  afterAll(async () => {
    await lab.clean();
    await redis?.stop();
  });

  const named = (name: string) => spans.filter((span) => span.name === name);
  const one = (name: string) => {
    expect(named(name).length, `spans ${name}: ${spans.map((span) => span.name).join(", ")}`).toBe(1);
    return named(name)[0]!;
  };
  const above = ({ parent }: Span) => spans.find(({ id }) => id === parent);
  const line = (span: Span): string[] => {
    const up = above(span);
    return up ? [span.name, ...line(up)] : [span.name];
  };

  it("go from the producer through the broker into the task's own spans, in three processes", () => {
    const request = one("request");
    const parse = one("parse");
    expect(parse.trace).toBe(request.trace);
    const way = line(parse);
    expect(way[0]).toBe("parse");
    expect(way[1]).toBe("run feeds.fetch");
    expect(way[2]).toBe("process traced");
    expect(way.at(-1)).toBe("request");
    const run = one("run feeds.fetch");
    expect(new Set([request.pid, above(run)?.pid, run.pid]).size).toBe(3);
    expect(run.attributes).toMatchObject({ "loopward.task": "feeds.fetch", "loopward.attempt": 1 });
  });

  it("hold a stall on the span of the run that is to blame, whose times are the run's", () => {
    const hash = one("run feeds.hash");
    const [stall, ...more] = hash.events.filter(({ name }) => name === "loopward.stall");
    expect(more).toEqual([]);
    expect(stall?.attributes).toMatchObject({
      "loopward.cause": "cpu",
      "code.file.path": "tasks.js",
      "code.line.number": 9,
    });
    expect(hash.durationMs).toBeGreaterThan(390);
    expect(one("run feeds.fetch").events).toEqual([]);
  });

  it("say that a run failed", () => {
    const broken = one("run broken");
    expect([broken.status, broken.events.map(({ name }) => name)]).toEqual([2, ["exception"]]);
    expect(one("run feeds.fetch").status).toBe(0);
  });

  it("are told to listeners in the supervisor and in the host, as the page's example has it", () => {
    // The host's lines come through its supervisor, with its process id before them.
    const failed = said.filter((text) => /broken \d+: failed after \d+ ms$/.test(text));
    expect(failed.map((text) => text.startsWith("[")).sort()).toEqual([false, true]);
    // A busy machine may have the host stand still while it loads, too, which it alone tells of.
    const stood = said.filter((text) => text.includes("the loop stood still for"));
    expect([...new Set(stood.map((text) => text.startsWith("[")))].sort()).toEqual([false, true]);
  });
});
