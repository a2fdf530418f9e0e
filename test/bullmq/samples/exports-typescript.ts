import type { SandboxedJob } from "bullmq";

export default async function repeat(job: SandboxedJob<{ word: string }>): Promise<{ heard: string }> {
  return Promise.resolve({ heard: job.data.word });
}
