import { subscribe } from "node:diagnostics_channel";
import { startGuard } from "../../../dist/runtime/index.js";

const told = [];
for (const channel of ["loopward:run:start", "loopward:run:settle", "loopward:stall"])
  subscribe(channel, (message) => {
    if (!message.report?.ongoing) told.push({ channel, message });
  });
const guard = await startGuard({ file: process.argv[2] });
await guard.run({ name: "mine", queue: "own", runId: "7", attempt: 2 }, async () => {
  for (const end = Date.now() + 400; Date.now() < end;);
});
await guard
  .run({ name: "fails" }, async () => {
    throw new RangeError("never");
  })
  .catch(() => undefined);
await guard.flush();
await guard.stop();
console.log(JSON.stringify(told));
