const { existsSync, writeFileSync } = require("node:fs");

module.exports = async (job) => {
  if (existsSync(job.data.marker)) return { redelivered: job.redelivered, data: job.data.note };
  await job.updateData({ ...job.data, note: "before it was killed" });
  writeFileSync(job.data.marker, "");
  process.kill(process.pid, "SIGKILL");
};
