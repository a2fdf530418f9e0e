import type { Report } from "../../findings/report.js";
import { trimReport } from "../view/trim.js";
import type { ReportDetail } from "../view/types.js";
import { codeAround } from "./code.js";

/** All that a page shows of one report. */
export async function detailOf(root: string, whole: Report): Promise<ReportDetail> {
  const { report, trimmed } = trimReport(whole);
  return { report, trimmed, code: report.blame && (await codeAround(root, report.blame)) };
}
