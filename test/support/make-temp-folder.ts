import { chmod, mkdtemp } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

/** A new folder that any user of the machine may enter (root's PostgreSQL runs as another); the caller removes it. */
export async function makeTempFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "loopward-test-"));
  await chmod(folder, 0o755);
  return folder;
}
