const { setTimeout: sleep } = require("node:timers/promises");
const { Queue, WaitingChildrenError } = require("bullmq");

module.exports = async (job, token) => {
  const { connection } = job.data;
  const queue = new Queue(job.queueName, { connection });
  try {
    if (job.name === "child") {
      while ((await queue.getJobState(job.parent.id)) !== "waiting-children") await sleep(10);
      return "ready";
    }
    if (!job.data.asked) {
      const parent = { id: job.id, queue: job.queueQualifiedName };
      await queue.add("child", { connection }, { parent });
      await job.updateData({ ...job.data, asked: true });
    }
    if (await job.moveToWaitingChildren(token)) throw new WaitingChildrenError();
    return Object.values(await job.getChildrenValues());
  } finally {
    await queue.close();
  }
};
