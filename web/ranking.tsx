import { counted, duration } from "../src/findings/words.js";
import { causes } from "../src/findings/cause.js";
import type { Query } from "../src/reports/view/query.js";
import type { Overview, TaskTotal } from "../src/reports/view/types.js";
import { hashOf } from "./address.js";
import { Table } from "./table.js";
import { place, shown, taskName } from "./text.js";

/** Tasks by the time they stole. */
export function Tasks({ tasks, query }: { readonly tasks: readonly TaskTotal[]; readonly query: Query }) {
  const most = tasks[0]?.stolenMs ?? 1;
  return (
    <section>
      <h2 id="tasks">Tasks</h2>
      <Table labelledBy="tasks" columns={["task", "stolen", "stalls", "worst", "delayed", "lines"]}>
        {tasks.map(({ task, stolenMs, count, worstMs, worstId, delayedRuns, lines }) => (
          <tr key={task ?? ""}>
            <th scope="row">
              {task === null ? taskName(task) : <a href={hashOf({ ...query, task })}>{taskName(task)}</a>}
            </th>
            <td>
              <meter max={most} value={stolenMs} aria-label={`share of the most: ${duration(stolenMs)}`} />{" "}
              {duration(stolenMs)}
            </td>
            <td>{count}</td>
            <td>
              <a href={hashOf(query, worstId)}>{duration(worstMs)}</a>
            </td>
            <td>{delayedRuns}</td>
            <td>{lines}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

/** Lines by the time they stole. */
export function Lines({ overview, query }: { readonly overview: Overview; readonly query: Query }) {
  const { culprits, culpritCount } = overview;
  const more = culpritCount - culprits.length;
  return (
    <section>
      <h2 id="lines">Lines</h2>
      <Table
        labelledBy="lines"
        columns={["line", "by", "task", "stolen", "stalls", "p50", "p99", "worst", "delayed"]}
      >
        {culprits.map((culprit) => {
          const { file, line, api, cause, task, stolenMs, count, p50Ms, p99Ms, worstMs, worstId } = culprit;
          return (
            <tr key={worstId}>
              <th scope="row">
                {file === null ? (
                  "—"
                ) : (
                  <a href={hashOf({ ...query, place: `${file}:${line}` })}>{place(file, line)}</a>
                )}
              </th>
              <td>{api === null ? causes[cause].title : shown(api)}</td>
              <td>{taskName(task)}</td>
              <td>{duration(stolenMs)}</td>
              <td>{count}</td>
              <td>{duration(p50Ms)}</td>
              <td>{duration(p99Ms)}</td>
              <td>
                <a href={hashOf(query, worstId)}>{duration(worstMs)}</a>
              </td>
              <td>{culprit.delayedRuns}</td>
            </tr>
          );
        })}
      </Table>
      {more > 0 && <p>… and {counted(more, "line")} more</p>}
    </section>
  );
}
