import { causes } from "../src/findings/cause.js";
import { duration } from "../src/findings/words.js";
import { PAGE_SIZE } from "../src/reports/view/overview.js";
import type { Query } from "../src/reports/view/query.js";
import type { ReportPage } from "../src/reports/view/types.js";
import { hashOf } from "./address.js";
import { Table } from "./table.js";
import { moment, place, shown, taskName } from "./text.js";

interface ListProps {
  readonly page: ReportPage;
  readonly query: Query;
  readonly onOffset: (offset: number) => void;
}

/** The reports themselves, newest first. */
export function ReportList({ page, query, onOffset }: ListProps) {
  const { total, offset, reports } = page;
  return (
    <section>
      <h2 id="reports">Reports</h2>
      {total === 0 && <p>None: no event loop was blocked, or the filters let none through.</p>}
      <Table labelledBy="reports" columns={["time", "blocked", "task", "line", "by", "delayed", "action"]}>
        {reports.map(({ id, time, durationMs, ongoing, folded, task, blame, cause, impact, action }) => (
          <tr key={id}>
            <th scope="row">
              <a href={hashOf(query, id)}>
                <time dateTime={time}>{moment(time)}</time>
              </a>
            </th>
            <td>
              {duration(durationMs)}
              {ongoing && "…"}
              {folded && ` ×${folded.count}`}
            </td>
            <td>{taskName(task?.name)}</td>
            <td>{place(blame?.file ?? null, blame?.line ?? null)}</td>
            <td>{blame?.api ? shown(blame.api) : causes[cause].title}</td>
            <td>{impact.delayedRuns}</td>
            <td>{action}</td>
          </tr>
        ))}
      </Table>
      {total > PAGE_SIZE && (
        <nav aria-label="Pages of reports">
          <button type="button" disabled={offset === 0} onClick={() => onOffset(offset - PAGE_SIZE)}>
            Newer
          </button>{" "}
          {offset + 1}–{offset + reports.length} of {total}{" "}
          <button
            type="button"
            disabled={offset + PAGE_SIZE >= total}
            onClick={() => onOffset(offset + PAGE_SIZE)}
          >
            Older
          </button>
        </nav>
      )}
    </section>
  );
}
