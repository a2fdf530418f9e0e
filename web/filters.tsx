import { causes, type Cause } from "../src/findings/cause.js";
import type { Query } from "../src/reports/view/query.js";
import type { Facet, Facets } from "../src/reports/view/types.js";
import { hashOf } from "./address.js";
import { shown } from "./text.js";

const periods = [
  ["15m", "last 15 minutes"],
  ["1h", "last hour"],
  ["1d", "last day"],
  ["7d", "last week"],
] as const;

/** What the reports can be narrowed to; each choice is a new address. */
export function Filters({ facets, query }: { readonly facets: Facets; readonly query: Query }) {
  const go = (changes: Partial<Query>) => {
    location.hash = hashOf({ ...query, ...changes });
  };
  const { since, until, place } = query;
  const isChosen = until === undefined && periods.some(([period]) => period === since);
  return (
    <form class="filters" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
      <Choice label="Task" value={query.task} facets={facets.task} onChoice={(task) => go({ task })} />
      <Choice
        label="Cause"
        value={query.cause}
        facets={facets.cause}
        nameOf={(value) => causes[value as Cause].title}
        onChoice={(cause) => go({ cause: cause as Cause | undefined })}
      />
      <Choice label="API" value={query.api} facets={facets.api} onChoice={(api) => go({ api })} />
      <Choice label="Process" value={query.host} facets={facets.host} onChoice={(host) => go({ host })} />
      <label>
        Period
        <select
          aria-label="Period"
          value={isChosen ? since : (since ?? until) ? "other" : ""}
          onChange={({ currentTarget: { value } }) => go({ since: value || undefined, until: undefined })}
        >
          <option value="">all</option>
          {!isChosen && (since ?? until) && (
            <option value="other" disabled>
              {since ?? "…"} – {until ?? "now"}
            </option>
          )}
          {periods.map(([period, name]) => (
            <option key={period} value={period}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {place !== undefined && <span class="chip">{shown(place)}</span>}
      <a href="#">Clear</a>
    </form>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly facets: readonly Facet[];
  readonly nameOf?: (value: string) => string;
  readonly onChoice: (value: string | undefined) => void;
}

function Choice({ label, value, facets, nameOf = shown, onChoice }: ChoiceProps) {
  const isKnown = value === undefined || facets.some((facet) => facet.value === value);
  const all = isKnown ? facets : [{ value, count: 0 }, ...facets];
  // By their places: a task may be named as anything, the empty text too.
  const place = value === undefined ? -1 : all.findIndex((facet) => facet.value === value);
  return (
    <label>
      {label}
      <select
        aria-label={label}
        value={String(place)}
        onChange={({ currentTarget }) => onChoice(all[Number(currentTarget.value)]?.value)}
      >
        <option value="-1">all</option>
        {all.map((facet, index) => (
          <option key={facet.value} value={String(index)}>
            {`${nameOf(facet.value)} (${facet.count})`}
          </option>
        ))}
      </select>
    </label>
  );
}
