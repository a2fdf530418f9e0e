import os from "node:os";

/** What a figure depends on: printed above every table. */
export function describeMachine(): string {
  const [cpu] = os.cpus();
  const memory = `${Math.round(os.totalmem() / 2 ** 30)} GB`;
  const load = os.loadavg()[0]?.toFixed(1);
  return `${cpu?.model.trim() ?? os.arch()}, ${os.availableParallelism()} processors, ${memory}, load ${load}; Node ${process.version}, ${os.platform()} ${os.release()}`;
}
