import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The top of the workspace that a project is a package of; the project itself if it is none. */
export function workspaceFolder(project: string): string {
  for (let folder = project; dirname(folder) !== folder; folder = dirname(folder)) {
    if (isWorkspaceTop(folder)) return folder;
    // A repository's border: what lies above belongs to something else.
    if (existsSync(join(folder, ".git"))) break;
  }
  return project;
}

function isWorkspaceTop(folder: string): boolean {
  if (existsSync(join(folder, "pnpm-workspace.yaml"))) return true;
  const manifest = join(folder, "package.json");
  if (!existsSync(manifest)) return false;
  try {
    return "workspaces" in (JSON.parse(readFileSync(manifest, "utf8")) as object);
  } catch {
    // An unreadable package.json names no workspaces.
    return false;
  }
}
