import { useEffect, useState } from "preact/hooks";
import { counted, duration } from "../src/findings/words.js";
import type { Overview, ReadState, ReportPage } from "../src/reports/view/types.js";
import { hashOf, readAddress } from "./address.js";
import { Detail } from "./detail.js";
import { Filters } from "./filters.js";
import { ReportList } from "./list.js";
import { Lines, Tasks } from "./ranking.js";
import type { Source } from "./source.js";
import { Timeline } from "./timeline.js";

/** The whole page. */
export function App({ source, isLive }: { readonly source: Source; readonly isLive: boolean }) {
  const [address, setAddress] = useState(readAddress);
  const [state, setState] = useState<ReadState | null>(null);
  const [offset, setOffset] = useState(0);
  const [shown, setShown] = useState<{ overview: Overview; page: ReportPage } | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const { query, report } = address;
  const asked = hashOf(query);

  useEffect(() => {
    const read = () => {
      setAddress(readAddress());
    };
    addEventListener("hashchange", read);
    source.watch(setState);
    return () => {
      removeEventListener("hashchange", read);
    };
  }, [source]);
  useEffect(() => {
    setOffset(0);
  }, [asked]);
  useEffect(() => {
    let isCurrent = true;
    Promise.all([source.overview(query), source.reports(query, offset)]).then(
      ([overview, page]) => {
        if (!isCurrent) return;
        setShown({ overview, page });
        setTrouble(null);
      },
      (error: unknown) => {
        if (isCurrent) setTrouble(error instanceof Error ? error.message : String(error));
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [source, asked, offset, state?.version]);

  return (
    <>
      <header>
        <h1>
          <a href="#">Loopward reports</a>
        </h1>
        <p role="status">{stateText(state, isLive)}</p>
      </header>
      <main>
        {trouble !== null && <p role="alert">{trouble}</p>}
        {report !== null && (
          <Detail source={source} id={report} query={query} version={state?.version ?? 0} />
        )}
        {shown && (
          <>
            <Filters facets={shown.overview.facets} query={query} />
            <Totals overview={shown.overview} />
            <Timeline timeline={shown.overview.timeline} query={query} />
            <Tasks tasks={shown.overview.tasks} query={query} />
            <Lines overview={shown.overview} query={query} />
            <ReportList page={shown.page} query={query} onOffset={setOffset} />
          </>
        )}
      </main>
    </>
  );
}

function Totals({ overview }: { readonly overview: Overview }) {
  const { reports, stolenMs, worstMs, delayedRuns } = overview;
  return (
    <p class="totals">
      <b>{counted(reports, "report")}</b>, <b>{duration(stolenMs)}</b> of the loops' time stolen, worst{" "}
      <b>{duration(worstMs)}</b>, <b>{counted(delayedRuns, "run")}</b> delayed
    </p>
  );
}

function stateText(state: ReadState | null, isLive: boolean): string {
  if (!state) return "Waiting for the server…";
  return [
    state.trouble ?? (state.reading ? `Reading: ${state.total} so far…` : isLive ? "Live" : "As exported"),
    ...(state.cut ? [`the newest ${counted(state.total, "report")}; older ones are left out`] : []),
    ...(state.of !== undefined && state.of > state.total
      ? [
          `the totals are of all ${counted(state.of, "report")}; the list, and what filters show, hold ${state.total}: the newest, and the worst of each line`,
        ]
      : []),
    ...(state.unreadableLines > 0 ? [`${counted(state.unreadableLines, "line")} could not be read`] : []),
  ].join(" · ");
}
