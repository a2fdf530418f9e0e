// A loop that stands still while it rests.
import { guard, sleep } from "./setup.mjs";

await sleep(100);
guard.rest();
await sleep(50);
stuck(7_000);
await sleep(150);

function stuck(ms) {
  const end = Date.now() + ms;
  while (Date.now() < end);
}
