/** Writes text to stdout, as a line or more unless `end` says otherwise. A reader that has seen enough and goes (`| head`) is no error. */
export function print(text: string, end = "\n"): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: NodeJS.ErrnoException | null) => {
      if (error && error.code !== "EPIPE") reject(error);
      else resolve();
    };
    // A failed write is told twice, to the callback and as an event, which would end the process if nobody listened.
    process.stdout.once("error", settle);
    process.stdout.write(text + end, (error) => {
      if (!error) process.stdout.off("error", settle);
      settle(error);
    });
  });
}
