import { awaitable, thirdParty } from "./third-party.js";

const pool = "the process pool or a worker thread";
const encoder = "one encoder, made when the program starts";

// Text and numbers: a tokenizer takes about a second for a megabyte, an index grows with all of its documents.
export const language = [
  ...thirdParty(["tiktoken", "@dqbd/tiktoken"], "https://github.com/dqbd/tiktoken#readme", [
    ["Tiktoken#encode", "data", pool],
    ["get_encoding", "heavy", encoder],
    ["encoding_for_model", "heavy", encoder],
  ]),
  ...thirdParty(
    "@anthropic-ai/tokenizer",
    "https://github.com/anthropics/anthropic-tokenizer-typescript#readme",
    [["countTokens", "data", "the process pool or a worker thread"]],
  ),
  ...thirdParty("js-tiktoken", "https://github.com/dqbd/tiktoken#readme", [
    ["Tiktoken#encode", "data", pool],
    ["getEncoding", "heavy", encoder],
    ["encodingForModel", "heavy", encoder],
  ]),
  ...thirdParty("gpt-tokenizer", "https://github.com/niieani/gpt-tokenizer#readme", [
    ["encode", "data", "`encodeGenerator`, with a pause between pieces"],
    ["encodeChat", "data", "`encodeChatGenerator`, with a pause between pieces"],
    ["countTokens", "data", pool],
    ["decode", "data", "`decodeGenerator`, with a pause between pieces"],
  ]),
  ...thirdParty("natural", "https://naturalnode.github.io/natural", [
    ["TfIdf#addDocument", "data", pool],
    ["BayesClassifier#train", "heavy", pool],
    ["LogisticRegressionClassifier#train", "heavy", pool],
    ["JaroWinklerDistance", "light", pool],
  ]),
  ...thirdParty("compromise", "https://github.com/spencermountain/compromise#readme", [
    ["default", "data", pool],
  ]),
  ...thirdParty("franc", "https://github.com/wooorm/franc#readme", [
    ["franc", "data", "the first few hundred characters of the text"],
    ["francAll", "data", "the first few hundred characters of the text"],
  ]),
  ...thirdParty("fuse.js", "https://www.fusejs.io/api/methods.html", [
    ["new default", "data", "`Fuse.createIndex` once, kept"],
    ["Fuse#search", "data", pool],
  ]),
  ...thirdParty("minisearch", "https://lucaong.github.io/minisearch", [
    ["MiniSearch#addAll", "data", "`addAllAsync`, which yields between chunks"],
    ["MiniSearch.loadJSON", "data", "`loadJSONAsync`, which yields between chunks"],
    ["MiniSearch#search", "data", pool],
  ]),
  ...thirdParty("lunr", "https://lunrjs.com/docs", [
    ["default", "heavy", pool],
    ["Index.load", "data", pool],
    ["Index#search", "data", pool],
  ]),
  ...thirdParty("@orama/orama", "https://docs.orama.com", [
    ["insertMultiple", "data", pool, awaitable],
    ["search", "data", pool],
    ["load", "data", pool],
    ["save", "data", pool],
  ]),
  ...thirdParty("mathjs", "https://mathjs.org/docs", [
    ["evaluate", "heavy", pool, { unbounded: true }],
    ["simplify", "heavy", pool],
    ["inv", "data", pool],
    ["multiply", "light", pool],
  ]),
  ...thirdParty("ml-matrix", "https://mljs.github.io/matrix", [
    ["new SVD", "heavy", pool],
    ["new EigenvalueDecomposition", "heavy", pool],
    ["inverse", "data", pool],
    ["solve", "data", pool],
    ["Matrix#mmul", "data", pool],
  ]),
  ...thirdParty("@turf/turf", "https://turfjs.org/docs", [
    ["buffer", "heavy", pool],
    ["union", "heavy", pool],
    ["intersect", "heavy", pool],
    ["difference", "heavy", pool],
    ["dissolve", "heavy", pool],
    ["simplify", "data", pool],
    ["voronoi", "heavy", pool],
    ["concave", "heavy", pool],
    ["clustersDbscan", "heavy", pool],
  ]),
  ...thirdParty("polygon-clipping", "https://github.com/mfogel/polygon-clipping#readme", [
    ["union", "heavy", pool],
    ["intersection", "heavy", pool],
    ["difference", "heavy", pool],
    ["xor", "heavy", pool],
  ]),
  ...thirdParty("jsonata", "https://docs.jsonata.org", [["Expression#evaluate", "data", pool, awaitable]]),
  ...thirdParty(["jsonpath", "jsonpath-plus"], "https://github.com/JSONPath-Plus/JSONPath#readme", [
    ["query", "data", "a path that begins further down"],
    ["JSONPath", "data", "a path that begins further down"],
  ]),
  ...thirdParty("iconv-lite", "https://github.com/pillarjs/iconv-lite/wiki", [
    ["decode", "data", "`decodeStream`", { mostlySmall: true }],
    ["encode", "data", "`encodeStream`", { mostlySmall: true }],
  ]),
  ...thirdParty("jschardet", "https://github.com/aadsm/jschardet#readme", [
    ["detect", "data", "the first few kilobytes of the text"],
  ]),
  ...thirdParty("chardet", "https://github.com/runk/node-chardet#readme", [
    ["detect", "data", "the first few kilobytes of the text"],
    ["analyse", "data", "the first few kilobytes of the text"],
    ["detectFileSync", "data", "`detectFile`"],
  ]),
  ...thirdParty("node-ical", "https://github.com/jens-maus/node-ical#readme", [
    ["parseICS", "data", "`async.parseICS`, which yields", { when: { kind: "no-callback" } }],
    ["parseFile", "data", "`async.parseFile`, which yields", { when: { kind: "no-callback" } }],
    ["sync.parseICS", "data", "`async.parseICS`, which yields"],
    ["sync.parseFile", "data", "`async.parseFile`, which yields"],
  ]),
  ...thirdParty("ical.js", "https://kewisch.github.io/ical.js", [["parse", "data", pool]]),
  ...thirdParty("rrule", "https://github.com/jkbrzt/rrule#readme", [
    ["RRule#all", "heavy", "`between`, with an end that is near", { unbounded: true }],
    ["RRuleSet#all", "heavy", "`between`, with an end that is near", { unbounded: true }],
  ]),
];
