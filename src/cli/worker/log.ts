import { pino, type Logger } from "pino";
import pretty from "pino-pretty";

/** The worker's log on stdout: for people on a terminal, one JSON object a line otherwise. */
export function createLog(level: string): Logger {
  if (!process.stdout.isTTY) return pino({ level, base: null }, pino.destination({ dest: 1, sync: true }));
  const stream = pretty({
    colorize: !process.env.NO_COLOR,
    translateTime: "SYS:HH:MM:ss.l",
    ignore: "pid,hostname",
    hideObject: true,
    sync: true,
  });
  return pino({ level }, stream);
}
