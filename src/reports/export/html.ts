import type { Report } from "../../findings/report.js";
import type { ReportFacts } from "../facts.js";
import { newest } from "../newest.js";
import { detailOf } from "../page/detail.js";
import { pageAssets, standaloneDocument } from "../page/document.js";
import { overviewOf } from "../view/overview.js";
import type { Row } from "../view/query.js";
import type { ReportDetail } from "../view/types.js";
import { WorstReports } from "../worst.js";
import type { ExportFormat } from "./format.js";

/** Reports of which the page holds all that they say, so that it stays a file that opens at once and can be sent. */
export const MAX_NEWEST_IN_PAGE = 1_000;
const MAX_DETAIL_CHARS = 6_000_000;

/** One self-contained web page: what all reports come to, and the newest and the worst of them with their stacks and code. */
export const html: ExportFormat = {
  stacks: false,
  mediaType: "text/html",
  async *write(stream, { root, now, whole }) {
    const rows: Row[] = [];
    const worst = new WorstReports();
    async function* noting(): AsyncGenerator<readonly ReportFacts[]> {
      for await (const batch of stream) {
        for (const facts of batch) {
          rows.push({ ms: Date.parse(facts.time), facts });
          worst.add(facts);
        }
        yield batch;
      }
    }
    const { reports, total } = await newest(noting(), MAX_NEWEST_IN_PAGE);
    rows.sort((a, b) => b.ms - a.ms);
    const overview = overviewOf(rows, {}, now.getTime());
    const shown = new Set([...worst.of(overview.culprits), ...reports]);
    yield standaloneDocument(await pageAssets(), {
      total,
      overview,
      reports: (await detailsOf(root, await whole(shown))).sort(
        (a, b) => Date.parse(b.report.time) - Date.parse(a.report.time),
      ),
    });
  },
};

async function detailsOf(root: string, reports: Iterable<Report>): Promise<ReportDetail[]> {
  const details: ReportDetail[] = [];
  let chars = 0;
  for (const report of reports) {
    const detail = await detailOf(root, report);
    chars += JSON.stringify(detail).length;
    if (chars > MAX_DETAIL_CHARS) break;
    details.push(detail);
  }
  return details;
}
