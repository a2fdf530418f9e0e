import { useData } from "vitepress";
import { defineComponent, h, nextTick, onMounted, ref, watch } from "vue";

/** On the catalogue's page, a field that leaves the entries that hold its words; kept in the address as `?api=`. */
export const CatalogueFilter = defineComponent({
  setup() {
    const { page } = useData();
    const words = ref("");
    const shown = ref<number | null>(null);

    const apply = () => {
      if (page.value.relativePath !== "catalogue.md") return;
      shown.value = filterEntries(words.value);
      const query = words.value === "" ? "" : `?api=${encodeURIComponent(words.value)}`;
      history.replaceState(history.state, "", location.pathname + query + location.hash);
    };
    onMounted(() => {
      words.value = new URLSearchParams(location.search).get("api") ?? "";
      if (words.value !== "") apply();
    });
    watch(words, () => void nextTick(apply));

    return () =>
      page.value.relativePath === "catalogue.md"
        ? h("div", { class: "catalogue-filter", role: "search" }, [
            h("input", {
              type: "search",
              placeholder: "pbkdf2, fs, zlib, sharp …",
              "aria-label": "Filter the catalogue",
              value: words.value,
              style:
                "width: 100%; padding: 8px 12px; border: 1px solid var(--vp-c-divider); border-radius: 8px",
              onInput: (event: Event) => (words.value = (event.target as HTMLInputElement).value),
            }),
            h(
              "p",
              { role: "status", style: "min-height: 1.5em; font-size: 0.9em" },
              shown.value === null || words.value === ""
                ? ""
                : `${shown.value} ${shown.value === 1 ? "entry" : "entries"}`,
            ),
          ])
        : null;
  },
});

/** Hides table rows without all the words, and sections without rows; returns how many rows are left. */
function filterEntries(text: string): number {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  let left = 0;
  for (const table of document.querySelectorAll<HTMLElement>(".vp-doc table")) {
    const heading = headingOf(table);
    // The tables before the first section explain the words.
    if (heading === null) continue;
    const section = heading.textContent ?? "";
    let rows = 0;
    for (const row of table.querySelectorAll<HTMLElement>("tbody tr")) {
      const entry = `${section} ${row.textContent ?? ""}`.toLowerCase();
      row.hidden = !words.every((word) => entry.includes(word));
      if (!row.hidden) rows += 1;
    }
    table.hidden = rows === 0;
    heading.hidden = rows === 0;
    // VitePress has tables displayed as blocks, which the attribute alone does not undo.
    for (const element of [table, heading]) element.style.display = element.hidden ? "none" : "";
    left += rows;
  }
  return left;
}

function headingOf(table: HTMLElement): HTMLElement | null {
  for (let element = table.previousElementSibling; element; element = element.previousElementSibling)
    if (/^H[23]$/.test(element.tagName)) return element as HTMLElement;
  return null;
}
