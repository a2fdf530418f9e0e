/** How long a broker may take to answer when it is opened; after that BullMQ's own retries take over. */
export const PROBE_TIMEOUT_MS = 5_000;

/** Rejects when `answer` takes longer than PROBE_TIMEOUT_MS. */
export async function withinProbeTimeout<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${PROBE_TIMEOUT_MS} ms`));
    }, PROBE_TIMEOUT_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
