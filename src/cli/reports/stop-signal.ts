import { once } from "node:events";

/** Aborted by Ctrl-C, by SIGTERM, or when whoever reads stdout goes. */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  const ends = [once(process, "SIGINT"), once(process, "SIGTERM"), once(process.stdout, "close")];
  const stop = () => {
    controller.abort();
  };
  Promise.race(ends).then(stop, stop);
  return controller.signal;
}
