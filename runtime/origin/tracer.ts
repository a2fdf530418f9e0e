import { captureFramesIn, type RawFrame } from "../call-site.js";
import { nowMs } from "../clock.js";
import type { ScriptMaps } from "../script-maps.js";
import type { BlockedAt } from "./load-blocked-at.js";
import type { OriginNote } from "./note.js";

// Up to eight of them are Node's own hooks.
const FRAMES = 40;

type InitHook = (asyncId: number, type: string, triggerAsyncId: number, resource: object) => void;

/**
 * Has `blocked-at` follow every asynchronous operation of this thread, and tells where those were started whose callback
 * took longer than `thresholdMs`.
 *
 * `blocked-at` keeps stacks as text, mapped or not by whatever loader is there, and no longer knows Node's frames in it. So
 * each stack is taken as call sites instead, in the form in which the watchdog locates all others.
 */
export function traceOrigins(
  blockedAt: BlockedAt,
  thresholdMs: number,
  maps: ScriptMaps,
  tell: (note: OriginNote) => void,
): { stop(): void } {
  const onBlocked: Parameters<BlockedAt>[0] = (tookMs, [text], { type }) => {
    const frames = decode(text);
    if (!frames) return;
    const untilMs = nowMs();
    maps.share(frames);
    tell({ type, frames, sinceMs: untilMs - tookMs, untilMs });
  };
  // It lifts the limit of every stack in the process, which is the app's to set.
  const { stackTraceLimit } = Error;
  try {
    return withInitHook(wrapInit, () => blockedAt(onBlocked, { threshold: thresholdMs }));
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function wrapInit(init: InitHook): InitHook {
  return (...args) => captureFramesIn(() => init(...args), FRAMES, encode);
}

/** Has `start` create its async hook with another `init`. */
function withInitHook<T>(wrap: (init: InitHook) => InitHook, start: () => T): T {
  const hooks = process.getBuiltinModule("node:async_hooks");
  const { createHook } = hooks;
  hooks.createHook = (callbacks) =>
    createHook({ ...callbacks, ...(callbacks.init && { init: wrap(callbacks.init.bind(callbacks)) }) });
  try {
    return start();
  } finally {
    hooks.createHook = createHook;
  }
}

// `blocked-at` cuts off the first line, which in a stack is the error's message.
function encode(frames: readonly RawFrame[]): string {
  const [, ...below] = frames;
  return `\n${JSON.stringify(below)}`;
}

/** Null: V8 was about to format another stack, and this one is not ours. What is thrown here would end the process. */
function decode(text: string | undefined): RawFrame[] | null {
  if (text?.startsWith("[") !== true) return null;
  try {
    return JSON.parse(text) as RawFrame[];
  } catch {
    return null;
  }
}
