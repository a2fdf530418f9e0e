import type { Job, Worker } from "bullmq";
import { expect, it } from "vitest";
import { makePatient } from "../../src/broker/patient-worker.js";

const loss = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
const refused = new Error("Missing lock for job 1");
const next = { id: "2" } as Job;

/** A worker that is told the end of a run, and answers so, one after the other; what it was told in all. */
async function told(answers: (Job | Error)[], state = "active", isGivenUp = false) {
  let asked = 0;
  const answer = () => {
    const it = answers[asked];
    asked += 1;
    return it instanceof Error ? Promise.reject(it) : Promise.resolve(it);
  };
  const worker = { handleCompleted: answer, handleFailed: answer };
  makePatient(worker as unknown as Worker, () => isGivenUp);
  const job = { id: "1", getState: () => Promise.resolve(state) } as unknown as Job;
  const tell = worker.handleCompleted as (...args: unknown[]) => Promise<Job | undefined>;
  const outcome = await tell("result", job).catch((error: unknown) => error);
  return { outcome, asked };
}

it("tells an end once to a broker that answers, and what it refuses is the answer", async () => {
  expect(await told([next])).toEqual({ outcome: next, asked: 1 });
  expect(await told([refused], "completed")).toEqual({ outcome: refused, asked: 1 });
});

it("tells it again while the connection is lost", async () => {
  expect(await told([loss, loss, next])).toEqual({ outcome: next, asked: 3 });
});

it("takes an end that is refused the second time for heard, where the job has settled", async () => {
  expect(await told([loss, refused], "completed")).toEqual({ outcome: undefined, asked: 2 });
  expect(await told([loss, refused], "active")).toEqual({ outcome: refused, asked: 2 });
});

it("gives up with the broker", async () => {
  expect(await told([loss], "active", true)).toEqual({ outcome: loss, asked: 1 });
});
