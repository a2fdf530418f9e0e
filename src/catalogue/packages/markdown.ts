import { awaitable, thirdParty } from "./third-party.js";

const pool = "the process pool or a worker thread";

// Some milliseconds for a long document; the unified family builds a tree and is ten times slower; highlighting slower still.
export const markdown = [
  ...thirdParty("marked", "https://marked.js.org", [
    ["marked", "data", pool],
    ["parse", "data", pool],
    ["marked.parse", "data", pool],
    ["Marked#parse", "data", pool],
    ["lexer", "data", pool],
  ]),
  ...thirdParty("markdown-it", "https://github.com/markdown-it/markdown-it#readme", [
    ["MarkdownIt#render", "data", pool],
    ["MarkdownIt#parse", "data", pool],
  ]),
  ...thirdParty("showdown", "https://github.com/showdownjs/showdown#readme", [
    ["Converter#makeHtml", "data", pool],
    ["Converter#makeMarkdown", "data", pool],
  ]),
  ...thirdParty(["unified", "remark", "rehype"], "https://github.com/unifiedjs/unified#readme", [
    ["Processor#process", "data", pool, awaitable],
    ["Processor#processSync", "data", pool],
    ["Processor#parse", "data", pool],
    ["Processor#run", "data", pool, awaitable],
    ["Processor#runSync", "data", pool],
  ]),
  ...thirdParty("micromark", "https://github.com/micromark/micromark#readme", [
    ["micromark", "data", "`micromark/stream`, or the process pool"],
  ]),
  ...thirdParty(
    "mdast-util-from-markdown",
    "https://github.com/syntax-tree/mdast-util-from-markdown#readme",
    [["fromMarkdown", "data", pool]],
  ),
  ...thirdParty("commonmark", "https://github.com/commonmark/commonmark.js#readme", [
    ["Parser#parse", "data", pool],
    ["HtmlRenderer#render", "data", pool],
  ]),
  ...thirdParty("@mdx-js/mdx", "https://mdxjs.com/packages/mdx", [
    ["compile", "heavy", pool, awaitable],
    ["compileSync", "heavy", pool],
    ["evaluate", "heavy", pool, awaitable],
    ["evaluateSync", "heavy", pool],
  ]),
  ...thirdParty("highlight.js", "https://highlightjs.readthedocs.io/en/latest/api.html", [
    ["highlight", "data", pool],
    ["highlightAuto", "heavy", "`highlight` with the language named, or the process pool"],
  ]),
  ...thirdParty("prosemirror-markdown", "https://github.com/ProseMirror/prosemirror-markdown#readme", [
    ["MarkdownParser#parse", "data", pool],
    ["MarkdownSerializer#serialize", "data", pool],
  ]),
  ...thirdParty("refractor", "https://github.com/wooorm/refractor#readme", [
    ["refractor.highlight", "data", pool],
  ]),
  ...thirdParty("prismjs", "https://prismjs.com", [["highlight", "data", pool]]),
  ...thirdParty("lowlight", "https://github.com/wooorm/lowlight#readme", [
    ["Lowlight#highlight", "data", pool],
    ["Lowlight#highlightAuto", "heavy", "`highlight` with the language named, or the process pool"],
  ]),
  ...thirdParty("shiki", "https://shiki.style/guide", [
    ["codeToHtml", "heavy", pool, awaitable],
    ["codeToTokens", "heavy", pool, awaitable],
    ["Highlighter#codeToHtml", "data", pool],
    ["Highlighter#codeToTokens", "data", pool],
  ]),
  ...thirdParty("katex", "https://katex.org/docs/api", [["renderToString", "light", pool]]),
];
