import { cpuMs } from "../setup.mjs";

export function block(ms) {
  const end = cpuMs() + ms;
  while (cpuMs() < end); // here: helper
}
