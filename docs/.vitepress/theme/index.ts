import { h } from "vue";
// Without the fonts: the system's own need no request.
import theme from "vitepress/theme-without-fonts";
import type { Theme } from "vitepress";
import { CatalogueFilter } from "./catalogue-filter.js";

export default {
  extends: theme,
  Layout: () => h(theme.Layout, null, { "doc-before": () => h(CatalogueFilter) }),
} satisfies Theme;
