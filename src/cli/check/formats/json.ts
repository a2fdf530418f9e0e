import { printableJson } from "../../reports/printable.js";
import type { Format } from "./format.js";

/** One array of findings. */
export const jsonFormat: Format = ({ findings }) => printableJson(findings);
