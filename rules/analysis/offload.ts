import type ts from "typescript";
import type { Context } from "./context.js";
import { matchesCall, type CallPattern } from "./call-pattern.js";

/** Calls behind which work leaves the loop. A sandboxed processor is a file name and no function, so it needs no line here. */
const KNOWN: readonly CallPattern[] = [
  { module: "worker_threads", export: "Worker" },
  { module: "piscina" },
  { module: "tinypool" },
  { module: "workerpool" },
];

/** Whether a call hands its arguments to another thread or process. */
export function isOffload(call: ts.CallExpression | ts.NewExpression, context: Context): boolean {
  const patterns = [...KNOWN, ...context.settings.offload];
  return patterns.some((pattern) => matchesCall(call, pattern, context));
}
