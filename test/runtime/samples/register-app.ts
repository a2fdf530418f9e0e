// A TypeScript program that knows nothing of the guard, run by tsx.
import { execSync } from "node:child_process";

interface Outcome {
  readonly bytes: number;
}

setTimeout(() => {
  const outcome: Outcome = { bytes: execSync("sleep 0.25").length }; // here: typescript
  process.exitCode = outcome.bytes + 6;
}, 50);
