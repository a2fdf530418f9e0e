import { z } from "zod";
import { causes, type Cause } from "../findings/cause.js";
import { REPORT_SCHEMA } from "../findings/report.js";

const position = {
  file: z.string().describe("Relative to the project root, as the user wrote it (source-mapped)."),
  line: z.int().positive(),
  column: z.int().positive(),
};

const frame = z.object({ function: z.string(), ...position });

interface ParsedNode extends z.infer<typeof frame> {
  share: number;
  calls: ParsedNode[];
}

// The annotation breaks the circle in which TypeScript would infer the type from itself.
const stackNode: z.ZodType<ParsedNode> = z.object({
  ...frame.shape,
  share: z.number().min(0).max(1).describe("Share of the stall in which this line was on the stack."),
  get calls() {
    return z.array(stackNode);
  },
});

const blame = z.object({
  ...frame.shape,
  api: z.string().nullable().describe("The catalogued API inside which the loop stood still, if any."),
  code: z.string().describe("The source line, trimmed; empty where the source cannot be read."),
  confidence: z.number().min(0).max(1).describe("Share of the evidence that names this line."),
});

const origin = z.object({
  type: z.string().describe("Kind of the operation, as Node's async_hooks names it: PROMISE, Timeout, …"),
  frames: z.array(frame).describe("The user's frames of the stack on which it was started, innermost first."),
});

const task = z.object({
  name: z.string(),
  runId: z.string(),
  queue: z.string(),
  attempt: z.int().positive(),
  input: z
    .object({ json: z.string(), cut: z.boolean().describe("The rest was left out.") })
    .optional()
    .describe("What the run was given, redacted (--guard-capture-input)."),
});

const causeNames = Object.keys(causes) as [Cause, ...Cause[]];

/**
 * The shape of a report, in one place: what is read is checked against it, and `report.schema.json` is made from it.
 * Unknown fields are let through and dropped, so that an older reader understands a newer writer.
 */
export const reportSchema = z
  .object({
    schema: z.literal(REPORT_SCHEMA),
    id: z.string().min(1).describe("A later line with the same id replaces an earlier one."),
    time: z.iso.datetime({ offset: true }).describe("When the loop was last seen turning."),
    kind: z.enum(["stall", "blocking-call"]),
    cause: z.enum(causeNames),
    durationMs: z.number().nonnegative(),
    ongoing: z.boolean().describe("The stall had not ended when this was written."),
    thresholdMs: z.number().nonnegative(),
    task: task.nullable().describe("Null where the evidence blames no run."),
    blame: blame.nullable().describe("Null where the evidence blames no line."),
    stack: z.array(frame),
    tree: z
      .array(stackNode)
      .optional()
      .describe(
        "All stacks seen in the course of the stall, laid over one another; light branches are cut off.",
      ),
    origin: origin
      .optional()
      .describe("Where the asynchronous operation was started whose callback stalled (--guard-origin)."),
    cpuMs: z
      .number()
      .nonnegative()
      .optional()
      .describe(
        "Of durationMs, the time in which the main thread had a processor. Absent where the system does not tell.",
      ),
    gcMs: z
      .number()
      .nonnegative()
      .optional()
      .describe("Of durationMs, the time in which V8 collected garbage. Absent while the stall lasts."),
    impact: z.object({ delayedRuns: z.int().nonnegative() }),
    action: z.enum(["reported", "aborted", "host-killed"]),
    advice: z.string(),
    folded: z
      .object({ count: z.int().positive(), totalMs: z.number().nonnegative() })
      .optional()
      .describe("One record for several stalls of a kind: durationMs is then the longest of them."),
    host: z.object({
      pid: z.int().positive(),
      node: z.string(),
      name: z.string().optional().describe("What its machine or container calls itself."),
    }),
  })
  .describe("One stall or one blocking call, as Loopward's guard saw it: one JSON object a line.");

/** The JSON Schema that is published as `loopward/report.schema.json`. */
export function reportJsonSchema(): object {
  // The view of the writer ("input") leaves room for fields that later versions add.
  return {
    $id: "urn:loopward:report:1",
    title: "Loopward report",
    ...z.toJSONSchema(reportSchema, { io: "input" }),
  };
}
