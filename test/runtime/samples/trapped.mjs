// A chain of microtasks outside of any run, where every promise that is made is told of for a moment. Prints the numbers that Node
// gives to what goes on with a promise before and after: 0 unless all promises are told of.
import { executionAsyncId } from "node:async_hooks";
import { sleep, turn } from "./setup.mjs";

const before = await numberOfPromise();
const end = Date.now() + 300;
while (Date.now() < end) await null; // here: chain
await sleep(50);
console.log(JSON.stringify([before, await numberOfPromise()]));

async function numberOfPromise() {
  await turn();
  await null;
  return executionAsyncId();
}
