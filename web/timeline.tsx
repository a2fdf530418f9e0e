import { useEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import { counted, duration } from "../src/findings/words.js";
import type { Query } from "../src/reports/view/query.js";
import type { Timeline as Data } from "../src/reports/view/types.js";
import { hashOf } from "./address.js";

const HEIGHT = 180;

/** Stolen time and delayed runs over time; dragging over a part of it narrows the page to that. */
export function Timeline({ timeline, query }: { readonly timeline: Data; readonly query: Query }) {
  const box = useRef<HTMLDivElement>(null);
  const isDark = useIsDark();
  // A page that is told again what it shows keeps its chart: whoever drags over it is not interrupted.
  const shown = JSON.stringify([timeline, query]);
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const narrow = (leftMs: number, rightMs: number) => {
      const { fromMs, stepMs } = timeline;
      // Whole parts: what a bar tells happened anywhere in its part, and the first and the last lie at the edges.
      const startOf = (ms: number) => fromMs + Math.floor((ms - fromMs) / stepMs) * stepMs;
      const [since, until] = [startOf(leftMs), startOf(rightMs) + stepMs].map((ms) =>
        new Date(ms).toISOString(),
      );
      location.hash = hashOf({ ...query, since, until });
    };
    const plot = new uPlot(optionsFor(element, narrow), columnsOf(timeline), element);
    const observer = new ResizeObserver(() => {
      plot.setSize({ width: element.clientWidth, height: HEIGHT });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [shown, isDark]);
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">Timeline</h2>
      <p class="legend">
        <span class="stolen">stolen seconds</span> <span class="delayed">runs delayed</span> — drag to narrow
      </p>
      <div ref={box} class="timeline" role="img" aria-label={inWords(timeline)} />
    </section>
  );
}

function optionsFor(element: HTMLElement, narrow: (leftMs: number, rightMs: number) => void): uPlot.Options {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name);
  const axis = { stroke: colour("--dim"), grid: { stroke: colour("--line"), width: 1 } };
  return {
    width: element.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { drag: { x: true, y: false, setScale: false } },
    scales: { delayed: { range: (_, __, most) => [0, Math.max(1, most)] } },
    axes: [
      axis,
      { ...axis, size: 50 },
      { ...axis, scale: "delayed", side: 1, size: 50, grid: { show: false } },
    ],
    series: [
      {},
      { fill: colour("--accent"), paths: uPlot.paths.bars!({ size: [0.9, 40] }), points: { show: false } },
      {
        scale: "delayed",
        stroke: colour("--second"),
        points: { show: true, size: 6, fill: colour("--second") },
        paths: () => null,
      },
    ],
    hooks: {
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width > 0) narrow(plot.posToVal(left, "x") * 1_000, plot.posToVal(left + width, "x") * 1_000);
        },
      ],
    },
  };
}

/** Every part has its place, also those in which nothing happened. */
function columnsOf({ fromMs, toMs, stepMs, buckets }: Data): uPlot.AlignedData {
  const byStart = new Map(buckets.map((bucket) => [bucket.atMs, bucket]));
  const starts = Array.from(
    { length: Math.ceil((toMs - fromMs) / stepMs) },
    (_, part) => fromMs + part * stepMs,
  );
  return [
    starts.map((ms) => ms / 1_000),
    starts.map((ms) => (byStart.get(ms)?.stolenMs ?? 0) / 1_000),
    starts.map((ms) => byStart.get(ms)?.delayedRuns ?? null),
  ];
}

function inWords({ fromMs, toMs, buckets }: Data): string {
  const stalls = buckets.reduce((total, { count }) => total + count, 0);
  const delayed = buckets.reduce((total, { delayedRuns }) => total + delayedRuns, 0);
  const stolen = buckets.reduce((total, { stolenMs }) => total + stolenMs, 0);
  const [from, to] = [fromMs, toMs].map((ms) => new Date(ms).toLocaleString());
  return `${counted(stalls, "stall")} from ${from} to ${to}: ${duration(stolen)} stolen, ${counted(delayed, "run")} delayed`;
}

function useIsDark(): boolean {
  const [media] = useState(() => matchMedia("(prefers-color-scheme: dark)"));
  const [isDark, setIsDark] = useState(media.matches);
  useEffect(() => {
    const change = () => {
      setIsDark(media.matches);
    };
    media.addEventListener("change", change);
    return () => {
      media.removeEventListener("change", change);
    };
  }, [media]);
  return isDark;
}
