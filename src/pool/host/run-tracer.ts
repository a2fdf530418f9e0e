import type * as Api from "@opentelemetry/api";
import { loadOptional } from "../../../runtime/origin/load-optional.js";
import type { Guard } from "../../../runtime/types.js";
import type { Report } from "../../findings/report.js";
import { isTraced } from "../../task/tracing.js";
import { runKey, type RunOrder } from "../protocol.js";

/** Spans of runs that have ended wait so long for what the guard has to say of them, in ms. */
const HOLD_MS = 100;

interface Open {
  readonly span: Api.Span;
  /** `Date.now()` of when the run settled; null: it has not. */
  endedMs: number | null;
}

/** The span of one run. */
export interface RunTrace {
  /** Executes `fn` as a part of it: spans that begin in it, and in all it awaits, are its children. */
  execute<T>(fn: () => T): T;
  completed(): void;
  failed(error: unknown): void;
}

/**
 * A tracer where the app has set OpenTelemetry's tracing up in this host, else null.
 * @throws LoopwardError `LOOPWARD_DRIVER_MISSING`
 */
export function findRunTracer(root: string, guard: Pick<Guard, "flush"> | null): RunTracer | null {
  if (!isTraced()) return null;
  return new RunTracer(loadOptional("@opentelemetry/api", root, "Tracing") as typeof Api, guard);
}

/** Gives each run a span that continues what its job carries, with the stalls that are blamed on it as events. */
export class RunTracer {
  readonly #api: typeof Api;
  readonly #tracer: Api.Tracer;
  readonly #guard: Pick<Guard, "flush"> | null;
  readonly #open = new Map<string, Open>();
  #settled: string[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(api: typeof Api, guard: Pick<Guard, "flush"> | null) {
    this.#api = api;
    this.#tracer = api.trace.getTracer("loopward");
    this.#guard = guard;
  }

  begin(order: RunOrder): RunTrace {
    const { context, propagation, trace, SpanKind, SpanStatusCode } = this.#api;
    const { key, task, queue, runId, attempt, redelivered } = order;
    const carrier: unknown = order.trace === undefined ? {} : JSON.parse(order.trace);
    const parent = propagation.extract(context.active(), carrier);
    const attributes = {
      "messaging.system": "bullmq",
      "messaging.operation.type": "process",
      "messaging.destination.name": queue,
      "messaging.message.id": runId,
      "loopward.task": task,
      "loopward.attempt": attempt,
      "loopward.redelivered": redelivered,
    };
    const span = this.#tracer.startSpan(`run ${task}`, { kind: SpanKind.INTERNAL, attributes }, parent);
    const within = trace.setSpan(parent, span);
    this.#open.set(key, { span, endedMs: null });
    return {
      execute: (fn) => context.with(within, fn),
      completed: () => this.#settle(key),
      failed: (thrown) => {
        const error = thrown instanceof Error ? thrown : new Error(String(thrown));
        span.recordException(error);
        span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
        this.#settle(key);
      },
    };
  }

  /** Puts a stall on the span of the run that it is blamed on. */
  note(report: Report): void {
    if (report.ongoing || !report.task) return;
    const { blame, cause, durationMs, kind, id } = report;
    this.#open.get(runKey(report.task))?.span.addEvent(
      `loopward.${kind}`,
      {
        "loopward.report": id,
        "loopward.cause": cause,
        "loopward.duration_ms": durationMs,
        ...(blame && { "code.file.path": blame.file, "code.line.number": blame.line }),
        ...(blame?.api && { "loopward.api": blame.api }),
      },
      new Date(report.time),
    );
  }

  /** Ends the spans of all runs that have settled, when the guard has said what it knows of them. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const keys = this.#settled;
    this.#settled = [];
    const ending = keys.map((key) => this.#open.get(key));
    await this.#guard?.flush();
    keys.forEach((key, index) => {
      const open = ending[index];
      open?.span.end(open.endedMs ?? undefined);
      // It may have come again, as its next attempt.
      if (this.#open.get(key) === open) this.#open.delete(key);
    });
  }

  #settle(key: string): void {
    const open = this.#open.get(key);
    if (open) open.endedMs = Date.now();
    this.#settled.push(key);
    this.#timer ??= setTimeout(() => void this.flush(), this.#guard ? HOLD_MS : 0);
  }
}
