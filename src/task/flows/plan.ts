import { assertInputs } from "../input.js";
import type { FlowNode, Signature, Start } from "./types.js";

/**
 * A step as the tree that brokers know: its last run at the root, what comes before as its children.
 * A group has several roots.
 */
export function planOf(step: Start<unknown>): FlowNode[] {
  if (step.kind === "group") return step.steps.flatMap(planOf);
  if (step.kind === "run") return [{ task: step.task, input: step.input, options: step.options, from: null }];
  let nodes = planOf(step.first);
  let many = step.first.kind === "group";
  for (const task of step.next) {
    nodes = [{ task, input: null, options: {}, from: { nodes, many } }];
    many = false;
  }
  return nodes;
}

/** @throws InvalidInputError of the first task, in order, whose schema rejects an input */
export async function assertStart(step: Start<unknown>): Promise<void> {
  for (const [task, inputs] of inputsOf(step)) await assertInputs(task, inputs);
}

function inputsOf(step: Start<unknown>): Map<Signature<unknown>["task"], unknown[]> {
  const inputs = new Map<Signature<unknown>["task"], unknown[]>();
  for (const { task, input } of signaturesOf(step)) {
    const ofTask = inputs.get(task);
    if (ofTask) ofTask.push(input);
    else inputs.set(task, [input]);
  }
  return inputs;
}

function signaturesOf(step: Start<unknown>): Signature<unknown>[] {
  if (step.kind === "run") return [step];
  return step.kind === "group" ? step.steps.flatMap(signaturesOf) : signaturesOf(step.first);
}
