/** Whether there is a process with this id on this machine. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process lives as well.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
