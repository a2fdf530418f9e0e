export const = broken
