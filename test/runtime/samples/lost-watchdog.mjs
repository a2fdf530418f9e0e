// The watchdog thread dies in the midst of a stall: the host must go on as if nothing had been.
let watchdog;
// The loader hooks, if there are any, have a thread of their own, which starts first.
process.on("worker", (worker) => {
  watchdog = worker;
});
const { run, sleep, spin } = await import("./setup.mjs");

await run("a", async () => {
  await sleep(30);
  void watchdog.terminate();
  spin(300);
  await sleep(50);
  spin(150);
});
console.log("went on");
