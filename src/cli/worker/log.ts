import { pino, type Logger } from "pino";

/** A worker's log, and how its file is opened anew after it was moved away. */
export interface Log {
  readonly logger: Logger;
  reopen(): void;
}

/** The worker's log on stdout: for people on a terminal, one JSON object a line otherwise, and in a file. */
export async function createLog(level: string, file: string | undefined): Promise<Log> {
  if (file !== undefined || !process.stdout.isTTY) {
    const target = pino.destination({ dest: file ?? 1, sync: true, mkdir: true });
    return {
      logger: pino({ level, base: null }, target),
      reopen: () => {
        if (file !== undefined) target.reopen();
      },
    };
  }
  const { default: pretty } = await import("pino-pretty");
  const stream = pretty({
    colorize: !process.env.NO_COLOR,
    translateTime: "SYS:HH:MM:ss.l",
    ignore: "pid,hostname",
    hideObject: true,
    sync: true,
  });
  return { logger: pino({ level }, stream), reopen: () => undefined };
}
