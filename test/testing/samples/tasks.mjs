// The code under test.
import { execSync } from "node:child_process";
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

export const gentle = async () => {
  await sleep(20);
  return "done";
};
export const blocking = async () => {
  await sleep(20);
  execSync("sleep 0.3"); // here: blocking
};
export const brief = async () => existsSync("/nowhere"); // here: brief
export const failing = async () => {
  throw new RangeError("on purpose");
};
