// A program with a guard of its own: BullMQ's processor signature, a plain timer, and its natural end.
import { startGuard } from "../../../dist/runtime/index.js";

const told = [];
const guard = await startGuard({
  root: import.meta.dirname,
  file: process.env.REPORT_FILE,
  captureInput: process.env.CAPTURE_INPUT === "1",
  redact: ["user.email"],
  onReport: (report) => told.push(report),
});
const spin = (ms) => {
  const end = process.cpuUsage().user + ms * 1000;
  while (process.cpuUsage().user < end); // here: spin
};

const processor = guard.wrap(async (job, _token) => {
  await new Promise((resolve) => setTimeout(resolve, 20));
  spin(400);
  return `${job.name} done`;
});
function input() {
  return { url: "/marked-url", user: { email: "marked-email", api_key: "marked-key" } };
}
const job = { id: "7", name: "resize", queueName: "images", attemptsMade: 1, data: input() };
console.log(await processor(job, "token"));
await new Promise((resolve) => setTimeout(resolve, 50));
setTimeout(() => spin(400), 10);
const finals = () => told.filter((report) => !report.ongoing);
const deadline = Date.now() + 20_000;
while (finals().length < 2 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
console.log(JSON.stringify(finals()));
if (process.argv[2] === "stop") await guard.stop();
