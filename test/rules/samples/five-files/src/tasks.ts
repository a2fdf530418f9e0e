import { Worker } from "bullmq";
import { Reports } from "./reports.js";
import { Disk } from "./disk.js";

const reports = new Reports(new Disk());

export const worker = new Worker("reports", async (job: { name: string }) => {
  await reports.write(job.name);
});
