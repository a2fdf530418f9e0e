import { newest } from "../newest.js";
import { detailOf } from "../page/detail.js";
import { pageAssets, standaloneDocument } from "../page/document.js";
import type { ReportDetail } from "../view/types.js";
import type { ExportFormat } from "./format.js";

/** A page of more is slow to open; it says how many older ones it leaves out. */
export const MAX_REPORTS_IN_PAGE = 2_000;

/** One self-contained web page: the newest reports with their stacks and code. */
export const html: ExportFormat = {
  stacks: true,
  mediaType: "text/html",
  async *write(stream, { root }) {
    const { reports, total } = await newest(stream, MAX_REPORTS_IN_PAGE);
    const details: ReportDetail[] = [];
    for (const report of reports) details.push(await detailOf(root, report));
    yield standaloneDocument(await pageAssets(), { total, reports: details });
  },
};
