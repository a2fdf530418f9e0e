/** Executes a run's function as the variant does that is measured. */
export declare const enter: <T>(fn: () => Promise<T>) => Promise<T>;
