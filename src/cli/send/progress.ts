import { SingleBar } from "cli-progress";

// A bar for a handful of runs would only flicker.
const WORTH_SHOWING = 50;

/** A progress bar on stderr, on a terminal and for long work only; results can be printed between its updates. */
export interface ProgressBar {
  advance(count: number): void;
  /** Runs `print` with the bar taken away. */
  interrupt(print: () => void): void;
  stop(): void;
}

export function progressBar(total: number, what: string): ProgressBar {
  if (!process.stderr.isTTY || total < WORTH_SHOWING)
    return { advance: () => undefined, interrupt: (print) => print(), stop: () => undefined };
  const bar = new SingleBar({
    format: `{bar} {value}/{total} ${what}, {duration_formatted}, {eta_formatted} to go`,
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
  });
  bar.start(total, 0);
  return {
    advance: (count) => bar.increment(count),
    interrupt(print) {
      // With results on the same terminal a line of the bar would stay between them.
      if (process.stdout.isTTY) process.stderr.write("\r\u001b[K");
      print();
    },
    stop: () => bar.stop(),
  };
}
