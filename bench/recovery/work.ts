/** What both kinds of worker do with a job. */
export async function innocent(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 1_000));
}

export function runaway(): Promise<void> {
  for (;;);
}
