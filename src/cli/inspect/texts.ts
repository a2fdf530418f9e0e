import type { Answers, Question } from "../control/protocol.js";

/** What workers answer, in words. */
export const texts: { readonly [Q in Question]: (answer: Answers[Q]) => string } = {
  ping: ({ pid, state }) => `${state}, process ${pid}`,
  active: (runs) =>
    lines(
      `${runs.length} runs in hand`,
      runs.map(({ queue, id, task, attempt, host, forMs }) => {
        const where =
          host === null ? "waits for a slot" : `on host ${host} for ${((forMs ?? 0) / 1000).toFixed(1)} s`;
        return `${queue}/${id}  ${task}  attempt ${attempt}  ${where}`;
      }),
    ),
  stats: ({ pid, node, uptimeS, memoryMb, broker, queues, slots, autoscale, runs, pools }) =>
    lines(`process ${pid}, Node ${node}, up for ${uptimeS} s, ${memoryMb} MB`, [
      `broker ${broker}, queues ${queues.join(", ")}`,
      `slots ${slots}${autoscale ? ` (autoscale ${autoscale.max},${autoscale.min})` : ""}`,
      `runs ${runs.active} in hand, ${runs.completed} completed, ${runs.failed} failed`,
      ...pools.map((pool) => {
        const hosts = pool.hosts.map(
          (host) => `${host.pid}${host.ready ? "" : " (not ready)"}: ${host.runs} runs`,
        );
        return `pool ${pool.name}: ${pool.slots} slots, ${pool.waiting} runs wait, hosts ${hosts.join(", ")}`;
      }),
    ]),
  registered: (tasks) =>
    lines(
      `${tasks.length} tasks`,
      tasks.map(({ name, queue, file }) => `${name}  queue ${queue}${file ? `  ${file}` : ""}`),
    ),
};

function lines(head: string, rest: readonly string[]): string {
  return [head, ...rest.map((line) => `  ${line}`)].join("\n");
}
