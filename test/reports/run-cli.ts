import { join } from "node:path";
import { vi } from "vitest";
import type { ExitCode } from "../../src/cli/exit-code.js";
import { reportsCommand } from "../../src/cli/reports.js";

/** What must not reach a terminal. */
export const unsafe = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

/** Runs `loopward reports` in this process, from a folder of the project `root`. */
export async function runCli(
  root: string,
  args: readonly string[],
): Promise<{ out: string; err: string; code: ExitCode }> {
  let exitCode: ExitCode = 0;
  const out = vi
    .spyOn(process.stdout, "write")
    .mockImplementation((_: unknown, encoding?: unknown, written?: unknown) => {
      for (const done of [encoding, written]) if (typeof done === "function") (done as () => void)();
      return true;
    });
  const err = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const cwd = vi.spyOn(process, "cwd").mockReturnValue(join(root, "src"));
  try {
    const command = reportsCommand((code) => (exitCode = code)).exitOverride();
    for (const sub of command.commands) sub.exitOverride();
    await command.parseAsync([...args], { from: "user" });
    return {
      out: out.mock.calls.map(([text]) => text).join(""),
      err: err.mock.calls.map(([text]) => text).join(""),
      code: exitCode,
    };
  } finally {
    for (const spy of [out, err, cwd]) spy.mockRestore();
  }
}
