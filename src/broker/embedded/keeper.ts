/**
 * The keeper of one embedded broker: a process of its own that owns PostgreSQL for all who use the folder.
 * Started by whoever comes first, it ends when its last user has gone.
 *
 * node keeper.js PLAN    (PLAN: a `KeeperPlan` as JSON)
 */
import { randomBytes } from "node:crypto";
import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fail, LoopwardError } from "../../findings/errors.js";
import { ensureData } from "./data-folder.js";
import { claimAfter, isHeld, latestClaim, type Claim } from "./keeper-claim.js";
import type { KeeperMessage, KeeperPlan } from "./keeper-plan.js";
import { clearPredecessor } from "./predecessor.js";
import { Server } from "./server.js";
import { answers } from "./socket-alive.js";
import { Users } from "./users.js";

/** Commands that follow each other find the server running; a user that is gone for longer starts it again. */
const LINGER_MS = 800;
const LOOK_EVERY_MS = 100;
/** Backends of a server that was killed hold its shared memory until they notice. */
const START_ATTEMPTS = 20;
const BETWEEN_STARTS_MS = 250;

const plan = JSON.parse(process.argv[2] ?? "null") as KeeperPlan;
const { folder, sockets } = plan.home;

let endSoon = false;
// The machine or its service manager ends everything at once: users still need the server to settle their runs.
process.on("SIGTERM", () => (endSoon = true));
process.on("SIGINT", () => (endSoon = true));
process.on("SIGHUP", () => undefined);

const socket = path.join(sockets, `keeper-${randomBytes(6).toString("hex")}.sock`);
const users = await Users.listen(socket);
const claim = await claimHome();
if (claim) await keep(claim);
await users.close();

/** Null when another keeper holds the home. */
async function claimHome(): Promise<Claim | null> {
  const latest = await latestClaim(folder);
  if (latest && (await answers(latest.record.socket))) return null;
  return claimAfter(folder, latest?.generation ?? 0, { pid: process.pid, socket });
}

async function keep(claim: Claim): Promise<void> {
  try {
    await sweepSockets();
    do {
      const server = await startServer();
      users.tell({ type: "ready" });
      await untilUnneeded(server, claim);
      users.retract();
      await server.stop();
      // Someone may have come while it stopped, or it ended by itself while it was needed.
    } while (users.count > 0 && !endSoon && (await isHeld(folder, claim)));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    users.tell({ type: "failed", ...failureOf(error) });
    // Whoever started us may still be on the way here.
    while (users.count === 0 && users.idleMs < LINGER_MS) await sleep(LOOK_EVERY_MS);
    process.exitCode = 1;
  }
}

async function startServer(): Promise<Server> {
  await clearPredecessor(plan);
  await ensureData(plan);
  for (let attempt = 1; attempt <= START_ATTEMPTS; attempt += 1) {
    const server = await Server.start(plan);
    if (server) return server;
    await sleep(BETWEEN_STARTS_MS);
  }
  throw fail("LOOPWARD_EMBEDDED_FAILED", [`see ${path.join(folder, "log")}`]);
}

/** Until the server ended, the last user left, or the folder was deleted under us. */
async function untilUnneeded(server: Server, claim: Claim): Promise<void> {
  for (;;) {
    const ended = await Promise.race([server.ended.then(() => true), sleep(LOOK_EVERY_MS, false)]);
    const linger = endSoon ? 0 : LINGER_MS;
    const unused = users.count === 0 && users.idleMs >= linger;
    if (ended || unused || !(await isHeld(folder, claim))) return;
  }
}

/** Keepers that were killed leave their sockets; one of a rival that is just standing back is no loss. */
async function sweepSockets(): Promise<void> {
  const names = (await readdir(sockets)).filter((name) => /^keeper-\w+\.sock$/.test(name));
  const stale = names.map((name) => path.join(sockets, name)).filter((file) => file !== socket);
  await Promise.all(stale.map((file) => rm(file, { force: true })));
}

function failureOf(error: unknown): Omit<Extract<KeeperMessage, { type: "failed" }>, "type"> {
  if (error instanceof LoopwardError) return { code: error.code, message: error.message };
  const reason = error instanceof Error ? error.message : String(error);
  const { code, message } = fail("LOOPWARD_EMBEDDED_FAILED", [reason], { cause: error });
  return { code, message };
}
