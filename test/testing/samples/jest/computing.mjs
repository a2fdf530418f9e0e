import { setTimeout as sleep } from "node:timers/promises";

export const computing = async () => {
  await sleep(20);
  const end = process.cpuUsage().user + 400_000;
  while (process.cpuUsage().user < end); // here: computing
};
