/** Global that holds the flag: an `Int32Array` of one word, which is not 0 while a run is to be aborted. */
export const FLAG_NAME = "__loopward_flag";
/** Global function that throws in the run to be aborted, and returns in every other. */
export const CHECK_NAME = "__loopward_check";

/**
 * What is inserted, as an expression. The flag is a plain read: with `Atomics.load` a tight loop takes seven times as long.
 * Where there is no such global (a worker thread, a function that is sent to a browser as text) nothing happens.
 */
export const CHECK = `typeof ${FLAG_NAME}!=="undefined"&&${FLAG_NAME}[0]!==0&&${CHECK_NAME}()`;
