import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { onPath } from "./servers.js";

const run = promisify(execFile);

/** A machine as far as the network goes: a namespace of its own, and a link to this one that can be cut. */
export interface Machine {
  readonly name: string;
  /** This machine's address, as seen from there. */
  readonly gateway: string;
  /** Begins a command that is to run there. */
  readonly prefix: readonly string[];
  cut(): Promise<void>;
  mend(): Promise<void>;
}

/** What is there, so that nothing is left behind however the test process ends in good order. */
const namespaces = new Set<string>();

/** Why there can be no machines here; null: there can. */
export async function whyNoMachines(): Promise<string | null> {
  if (process.platform !== "linux") return "network namespaces are Linux's";
  if (process.getuid?.() !== 0) return "only root may make network namespaces";
  if (!(await onPath("ip"))) return "install iproute2";
  const name = nameOf("try");
  try {
    await ip("netns", "add", name);
    await ip("netns", "delete", name);
    return null;
  } catch (error) {
    return `this system allows no network namespaces (${(error as Error).message.trim().split("\n").at(-1)})`;
  }
}

/** Makes machines, each with a link to this one; gone after `removeMachines`. */
export async function makeMachines(names: readonly string[]): Promise<Machine[]> {
  return Promise.all(names.map((name, n) => makeMachine(name, n)));
}

/** A namespace takes its end of the link along, and with it the other. */
export async function removeMachines(): Promise<void> {
  for (const name of namespaces) await ip("netns", "delete", name);
  namespaces.clear();
}

async function makeMachine(name: string, n: number): Promise<Machine> {
  const namespace = nameOf(name);
  // A name of at most 15 bytes, and a private network of its own: test runs may overlap.
  const link = `lw${process.pid % 1e6}-${n}`;
  const network = `10.${200 + (process.pid % 50)}.${(process.pid >> 4) % 200}`;
  const [here, there] = [`${network}.${4 * n + 1}`, `${network}.${4 * n + 2}`];
  await ip("netns", "add", namespace);
  namespaces.add(namespace);
  await ip("link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", namespace);
  await ip("address", "add", `${here}/30`, "dev", link);
  await ip("link", "set", link, "up");
  await ip("-n", namespace, "address", "add", `${there}/30`, "dev", "eth0");
  for (const device of ["lo", "eth0"]) await ip("-n", namespace, "link", "set", device, "up");
  return {
    name,
    gateway: here,
    prefix: ["ip", "netns", "exec", namespace],
    cut: () => ip("link", "set", link, "down"),
    mend: () => ip("link", "set", link, "up"),
  };
}

function nameOf(machine: string): string {
  return `loopward-test-${process.pid}-${machine}`;
}

async function ip(...args: string[]): Promise<void> {
  await run("ip", args);
}
