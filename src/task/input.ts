import type { StandardSchemaV1 } from "@standard-schema/spec";
import { InvalidInputError, type InputIssue } from "../findings/input-error.js";

/** A task with its schema. */
export interface Validated {
  readonly name: string;
  readonly input?: StandardSchemaV1;
}

/**
 * What a task's schema makes of an input; the input itself where there is no schema.
 * @throws InvalidInputError
 */
export async function parseInput(task: Validated, input: unknown): Promise<unknown> {
  if (!task.input) return input;
  const result = await task.input["~standard"].validate(input);
  if (result.issues) throw new InvalidInputError(task.name, result.issues.map(issueOf("")));
  return result.value;
}

/**
 * Validates inputs that are to be enqueued together: all of them, so that the caller learns of all that is wrong.
 * @throws InvalidInputError with the issues of each input, their paths led by its index where there are several
 */
export async function assertInputs(task: Validated, inputs: readonly unknown[]): Promise<void> {
  if (!task.input) return;
  const issues: InputIssue[] = [];
  for (const [index, input] of inputs.entries()) {
    const result = await task.input["~standard"].validate(input);
    if (result.issues) issues.push(...result.issues.map(issueOf(inputs.length > 1 ? `[${index}]` : "")));
  }
  if (issues.length > 0) throw new InvalidInputError(task.name, issues);
}

function issueOf(start: string): (issue: StandardSchemaV1.Issue) => InputIssue {
  return ({ message, path = [] }) => ({ message, path: path.reduce<string>(extend, start) });
}

function extend(path: string, segment: PropertyKey | StandardSchemaV1.PathSegment): string {
  const key = typeof segment === "object" ? segment.key : segment;
  if (typeof key === "number") return `${path}[${key}]`;
  return path === "" ? String(key) : `${path}.${String(key)}`;
}
