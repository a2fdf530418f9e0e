import pc from "picocolors";

// `isTTY` is undefined, and not false, where stdout is no terminal: picocolors would take that for "decide yourself".
/** Whether stdout shows colours: a terminal, unless `NO_COLOR` is set. A CI log is no terminal. */
export const hasColour = Boolean(process.stdout.isTTY) && !process.env.NO_COLOR;

/** The painter for what goes to stdout. */
export const paint = pc.createColors(hasColour);
