/** What `@opentelemetry/api` keeps for all its copies in a process. */
interface Registered {
  readonly trace?: { getDelegate?(): { forceFlush?(): Promise<void> } };
}

const REGISTRY = Symbol.for("opentelemetry.js.api.1");

const registered = (): Registered | undefined => (globalThis as { [REGISTRY]?: Registered })[REGISTRY];

/** Whether somebody has set OpenTelemetry's tracing up in this process; asked without loading its API. */
export function isTraced(): boolean {
  return registered()?.trace !== undefined;
}

/** Has the spans that have ended sent where they go; gives up after `patienceMs`. Never rejects. */
export async function flushSpans(patienceMs: number): Promise<void> {
  const flushed = registered()?.trace?.getDelegate?.().forceFlush?.();
  if (!flushed) return;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, patienceMs)));
  // What its exporter failed with is the exporter's to tell.
  await Promise.race([flushed.catch(() => undefined), late]);
  clearTimeout(timer);
}
