import type { StackNode } from "../src/findings/report.js";
import { isForeign } from "../src/reports/foreign.js";
import { place, shown } from "./text.js";

/**
 * A flame graph as lists within lists, callers above: a bar is as wide as its share of the stall. Whoever cannot see it hears the
 * same tree.
 */
export function Flames({ nodes }: { readonly nodes: readonly StackNode[] }) {
  return (
    <div class="scroll flames" role="region" aria-label="Flame graph of the stall's samples" tabIndex={0}>
      <Bars nodes={nodes} of={1} />
    </div>
  );
}

function Bars({ nodes, of }: { readonly nodes: readonly StackNode[]; readonly of: number }) {
  if (nodes.length === 0) return null;
  return (
    <ul>
      {nodes.map((node, index) => (
        <li key={index} style={{ width: `${(node.share / Math.max(of, node.share)) * 100}%` }}>
          <Bar node={node} />
          <Bars nodes={node.calls} of={node.share} />
        </li>
      ))}
    </ul>
  );
}

function Bar({ node }: { readonly node: StackNode }) {
  const rest = `${place(node.file, node.line)} ${Math.round(node.share * 100)} %`;
  return (
    <span class={isForeign(node) ? "foreign" : "own"} title={`${shown(node.function)} ${rest}`}>
      {shown(node.function)} <small>{rest}</small>
    </span>
  );
}
