import type { Telemetry } from "bullmq";
import type { BullMQOtel } from "bullmq-otel";
import { LoopwardError } from "../findings/errors.js";
import { isTraced } from "../task/tracing.js";
import { importDriver } from "./driver.js";

/**
 * What BullMQ tells OpenTelemetry by, where somebody has set tracing up in this process; else undefined. Without the package
 * `bullmq-otel` traces end at the broker, and `onNotice` is told so.
 */
export async function findTelemetry(
  cwd: string,
  onNotice: (message: string) => void,
): Promise<Telemetry | undefined> {
  if (!isTraced()) return undefined;
  try {
    const { BullMQOtel: Otel } = await importDriver<{ BullMQOtel: typeof BullMQOtel }>(
      "bullmq-otel",
      cwd,
      "Traces end at the broker: that they go through it",
    );
    return new Otel({ tracerName: "loopward" });
  } catch (error) {
    if (!(error instanceof LoopwardError)) throw error;
    onNotice(error.message);
    return undefined;
  }
}
