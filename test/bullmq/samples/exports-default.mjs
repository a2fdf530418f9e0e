export default async (job) => ({ heard: job.data.word });
