import { hostLabel } from "../src/findings/host-label.js";
import { useEffect, useRef, useState } from "preact/hooks";
import { causes } from "../src/findings/cause.js";
import { counted, duration } from "../src/findings/words.js";
import { stackTree } from "../src/reports/stack-tree.js";
import type { Query } from "../src/reports/view/query.js";
import type { CodeFrame, ReportDetail } from "../src/reports/view/types.js";
import { hashOf } from "./address.js";
import { Flames } from "./flames.js";
import type { Source } from "./source.js";
import { moment, place, shown, taskName } from "./text.js";

interface DetailProps {
  readonly source: Source;
  readonly id: string;
  readonly query: Query;
  /** A stall that lasts changes. */
  readonly version: number;
}

/** One report with its code and samples. Escape closes it. */
export function Detail({ source, id, query, version }: DetailProps) {
  const [detail, setDetail] = useState<ReportDetail | null | undefined>(undefined);
  const heading = useRef<HTMLHeadingElement>(null);
  const closed = hashOf(query);
  useEffect(() => {
    let isCurrent = true;
    const show = (found: ReportDetail | null) => {
      if (isCurrent) setDetail(found);
    };
    source.report(id).then(show, () => {
      show(null);
    });
    return () => {
      isCurrent = false;
    };
  }, [source, id, version]);
  useEffect(() => {
    heading.current?.focus();
    heading.current?.scrollIntoView();
    const close = ({ key }: KeyboardEvent) => {
      if (key === "Escape") location.hash = closed;
    };
    addEventListener("keydown", close);
    return () => {
      removeEventListener("keydown", close);
    };
  }, [id, closed]);
  return (
    <section class="detail" aria-labelledby="report">
      <h2 id="report" ref={heading} tabIndex={-1}>
        Report {shown(id)}
      </h2>
      <p>
        <a href={closed}>Close</a>
      </p>
      {detail === null && <p role="alert">There is no such report.</p>}
      {detail && <Facts detail={detail} />}
    </section>
  );
}

function Facts({ detail: { report, code, trimmed } }: { readonly detail: ReportDetail }) {
  const { time, durationMs, ongoing, folded, task, blame, cause, impact, action, advice, host } = report;
  const facts = [
    ["began", moment(time)],
    ["blocked", duration(durationMs) + (ongoing ? ", and goes on" : "")],
    ...(folded
      ? [["stands for", `${counted(folded.count, "stall")}, ${duration(folded.totalMs)} in all`]]
      : []),
    ["cause", causes[cause].title + (blame?.api ? `: ${shown(blame.api)}` : "")],
    ["task", taskName(task?.name) + (task ? `, run ${shown(task.runId)}, attempt ${task.attempt}` : "")],
    ["line", blame ? `${shown(blame.function)} ${place(blame.file, blame.line)}` : "no line is blamed"],
    ...(blame ? [["confidence", `${Math.round(blame.confidence * 100)} %`]] : []),
    ["impact", `${counted(impact.delayedRuns, "run")} delayed`],
    ["action", action],
    ["advice", shown(advice)],
    ["process", `${shown(hostLabel(host))}, Node ${shown(host.node)}`],
  ] as const;
  return (
    <>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {code && <Code code={code} line={blame?.line ?? 0} />}
      <h3>Samples</h3>
      <Flames nodes={stackTree(report)} />
      {trimmed && <p>The stacks are too large to be shown whole.</p>}
    </>
  );
}

function Code({ code: { first, lines, was }, line }: { readonly code: CodeFrame; readonly line: number }) {
  return (
    <>
      <h3>Code</h3>
      <pre tabIndex={0} aria-label="Code around the blamed line">
        {lines.map((text, index) => {
          const number = first + index;
          const row = `${String(number).padStart(5)} | ${text}\n`;
          return number === line ? <mark key={number}>{row}</mark> : row;
        })}
      </pre>
      {was !== null && (
        <p>
          The file has changed since. The line was then: <code>{shown(was)}</code>
        </p>
      )}
    </>
  );
}
