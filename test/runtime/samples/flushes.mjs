// A calm process that asks for its reports soon after the guard began, again and again.
import { fileURLToPath } from "node:url";
import { startGuard } from "../../../dist/runtime/index.js";

const root = fileURLToPath(new URL(".", import.meta.url));
for (let times = 0; times < 30; times += 1) {
  const guard = await startGuard({ root, file: "/dev/null" });
  for (let flushes = 0; flushes < 4; flushes += 1) {
    await new Promise((resolve) => setTimeout(resolve, times));
    await guard.flush();
  }
  await guard.stop();
}
console.log("flushed");
