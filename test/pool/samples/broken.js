import { missing } from "./does-not-exist.js";

export const value = missing;
