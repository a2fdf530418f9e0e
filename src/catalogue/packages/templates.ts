import { awaitable, thirdParty } from "./third-party.js";

const pool = "the process pool or a worker thread";
const once = "one template, compiled when the program starts";
const pieces = "smaller pieces with a pause between them, or the process pool";
const stream = "the package's stream, or the process pool";

// Compiling a template takes a millisecond or so, rendering one grows with its data; components render in one go.
export const templates = [
  ...thirdParty("handlebars", "https://handlebarsjs.com/api-reference/compilation.html", [
    ["compile", "light", once],
    ["precompile", "data", once],
    ["compile()", "data", pieces],
  ]),
  ...thirdParty("ejs", "https://ejs.co", [
    ["render", "data", once],
    ["renderFile", "data", once],
    ["compile", "light", once],
    ["compile()", "data", pieces],
  ]),
  ...thirdParty("pug", "https://pugjs.org/api/reference.html", [
    ["render", "heavy", once],
    ["renderFile", "heavy", once],
    ["compile", "heavy", once],
    ["compileFile", "heavy", once],
    ["compileClient", "heavy", once],
  ]),
  ...thirdParty("mustache", "https://github.com/janl/mustache.js#readme", [["render", "data", pieces]]),
  ...thirdParty("nunjucks", "https://mozilla.github.io/nunjucks/api.html", [
    ["render", "data", once, { when: { kind: "no-callback" } }],
    ["renderString", "data", once, { when: { kind: "no-callback" } }],
    ["compile", "light", once],
    ["precompile", "heavy", once],
    ["Environment#render", "data", once, { when: { kind: "no-callback" } }],
    ["Environment#renderString", "data", once, { when: { kind: "no-callback" } }],
  ]),
  ...thirdParty("eta", "https://eta.js.org", [
    ["Eta#render", "data", once],
    ["Eta#renderAsync", "data", once, awaitable],
    ["Eta#renderString", "data", once],
    ["Eta#renderStringAsync", "data", once, awaitable],
  ]),
  ...thirdParty("liquidjs", "https://liquidjs.com", [
    ["Liquid#parseAndRender", "data", once, awaitable],
    ["Liquid#parseAndRenderSync", "data", once],
    ["Liquid#renderSync", "data", once],
    ["Liquid#renderFileSync", "data", once],
    ["Liquid#parseFileSync", "light", "`parseFile`"],
  ]),
  ...thirdParty("twig", "https://github.com/twigjs/twig.js#readme", [["twig", "data", once]]),
  ...thirdParty(["mjml", "mjml-core"], "https://documentation.mjml.io", [["default", "heavy", once]]),
  ...thirdParty(
    ["react-dom/server", "react-dom/server.node", "react-dom/server.browser", "react-dom/server.edge"],
    "https://react.dev/reference/react-dom/server",
    [
      ["renderToString", "data", "`renderToPipeableStream`, which yields between pieces"],
      ["renderToStaticMarkup", "data", "`renderToPipeableStream`, which yields between pieces"],
    ],
  ),
  ...thirdParty("preact-render-to-string", "https://preactjs.com/guide/v10/server-side-rendering", [
    ["default", "data", stream],
    ["render", "data", stream],
    ["renderToString", "data", stream],
    ["renderToStaticMarkup", "data", stream],
    ["renderToStringAsync", "data", stream, awaitable],
  ]),
  ...thirdParty("svelte/server", "https://svelte.dev/docs/svelte/svelte-server", [["render", "data", pool]]),
  ...thirdParty(["vue/server-renderer", "@vue/server-renderer"], "https://vuejs.org/api/ssr.html", [
    ["renderToString", "data", "`pipeToNodeWritable`, a stream", awaitable],
  ]),
  ...thirdParty(
    ["@react-email/render", "@react-email/components"],
    "https://react.email/docs/utilities/render",
    [
      // One mail, a few milliseconds.
      ["render", "data", once, { ...awaitable, mostlySmall: true }],
      ["pretty", "data", "the text as it is", { ...awaitable, mostlySmall: true }],
    ],
  ),
];
