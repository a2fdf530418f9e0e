/** A page of the site: its file in the repository, from the root, and what the navigation calls it. */
export interface Page {
  readonly file: string;
  readonly text: string;
}

export interface Section {
  readonly text: string;
  readonly pages: readonly Page[];
}

const docs = (name: string, text: string): Page => ({ file: `docs/${name}.md`, text });
const example = (name: string, text: string): Page => ({ file: `examples/${name}/README.md`, text });

/** Every Markdown page of the repository, in the order in which it is read. A test holds that none is missing. */
export const sections: readonly Section[] = [
  {
    text: "Begin",
    pages: [
      { file: "README.md", text: "Loopward" },
      docs("first-steps", "First steps"),
      docs("why-tasks-block", "Why tasks block"),
      docs("migration", "Coming from BullMQ, Celery or blocked-at"),
      docs("faq", "Questions"),
    ],
  },
  {
    text: "Before it runs",
    pages: [
      docs("rules/README", "The rules"),
      docs("rules/check", "loopward check"),
      docs("rules/settings", "Settings"),
      docs("rules/no-blocking-call", "no-blocking-call"),
      docs("rules/no-endless-loop", "no-endless-loop"),
      docs("rules/no-unsafe-regexp", "no-unsafe-regexp"),
      docs("rules/no-unbounded-parse", "no-unbounded-parse"),
      docs("rules/no-lazy-require", "no-lazy-require"),
      docs("rules/known-stall", "known-stall"),
      docs("rules/require-nonblocking-reason", "require-nonblocking-reason"),
      docs("catalogue", "Catalogue of what blocks"),
    ],
  },
  {
    text: "While it runs",
    pages: [
      docs("guard", "The guard"),
      docs("reports", "Reports"),
      docs("recovery", "Recovery"),
      docs("in-place-abort", "Abort in place"),
      docs("placement", "Placement"),
      docs("testing", "Tests that fail"),
    ],
  },
  {
    text: "Tasks and workers",
    pages: [
      docs("tasks", "Tasks"),
      docs("worker", "The worker"),
      docs("bullmq", "BullMQ's processors"),
      docs("brokers", "Brokers"),
    ],
  },
  {
    text: "Operations",
    pages: [
      docs("observability", "Metrics, traces, alerts"),
      docs("ci", "Continuous integration"),
      docs("scale", "Capacity"),
      docs("errors", "Errors"),
      docs("nodes", "Versions of Node"),
      { file: "SECURITY.md", text: "Security" },
      { file: "CHANGELOG.md", text: "Changelog" },
    ],
  },
  {
    text: "Accuracy and cost",
    pages: [
      docs("accuracy", "Accuracy of the linter"),
      docs("accuracy-reports", "Its reports, one by one"),
      docs("performance", "Performance"),
      docs("reliability", "Reliability"),
    ],
  },
  {
    text: "Examples",
    pages: [
      example("feed-hub", "Feed hub"),
      example("bullmq-migration", "A BullMQ worker replaced"),
      example("guard-in-your-process", "The guard in your process"),
      example("urlopen", "Many URLs at once"),
      example("webcrawler", "Web crawler"),
      example("bulk-producer", "Bulk producer"),
      example("embedded-in-fastify", "Inside a web application"),
    ],
  },
  {
    text: "How it is built",
    pages: [
      docs("architecture", "Architecture"),
      docs("model/README", "Model of the protocol"),
      { file: "fixtures/README.md", text: "Fixtures" },
      { file: "CONTRIBUTING.md", text: "Contributing" },
    ],
  },
];

/** Where a page of the repository stands on the site, as a path with `.md`: `docs/rules/README.md` is `rules/index.md`. */
export function siteFile(file: string): string {
  return file.replace(/^docs\//, "").replace(/(^|\/)README\.md$/, "$1index.md");
}

/** The page's address on the site: `/rules/`, `/guard`. */
export function siteAddress(file: string): string {
  return `/${siteFile(file)
    .replace(/(^|\/)index\.md$/, "$1")
    .replace(/\.md$/, "")}`;
}
