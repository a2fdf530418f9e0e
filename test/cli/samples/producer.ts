import { add } from "./tasks.js";

const one = await add.enqueue({ a: 1, b: 2 });
const many = await add.enqueueMany([
  { a: 10, b: 1 },
  { a: 20, b: 1 },
]);
const results = await Promise.all([one, ...many].map((run) => run.result({ timeoutMs: 30_000 })));
console.log(JSON.stringify(results));
