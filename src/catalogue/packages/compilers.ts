import { awaitable, mostlySmall, native, thirdParty, type Row } from "./third-party.js";

const pool = "the process pool or a worker thread";
const embedded = (name: string) => `\`${name}\` of \`sass-embedded\`, which works in another process`;
const threads = (name: string) => `\`${name}\`, which works on other threads`;

const sass: readonly Row[] = [
  ["compile", "heavy", embedded("compileAsync")],
  ["compileString", "heavy", embedded("compileStringAsync")],
  ["renderSync", "heavy", embedded("compileAsync")],
];

// Ten milliseconds for a little file, seconds for a program: and the first call warms up the compiler besides.
export const compilers = [
  ...thirdParty("typescript", "https://github.com/microsoft/TypeScript/wiki/Using-the-Compiler-API", [
    ["createProgram", "heavy", pool],
    ["createSourceFile", "data", pool],
    ["transpile", "heavy", pool],
    ["transpileModule", "heavy", pool],
    ["Program#emit", "heavy", pool],
    ["Program#getSemanticDiagnostics", "heavy", pool],
  ]),
  ...thirdParty("ts-morph", "https://ts-morph.com", [
    ["new Project", "heavy", pool],
    ["Project#createSourceFile", "data", pool],
    ["Project#addSourceFileAtPath", "data", pool],
    ["Project#addSourceFilesAtPaths", "heavy", pool],
    ["Project#saveSync", "heavy", "`save`"],
    ["Project#getPreEmitDiagnostics", "heavy", pool],
  ]),
  ...thirdParty("@babel/core", "https://babeljs.io/docs/babel-core", [
    ["transform", "heavy", pool],
    ["transformSync", "heavy", pool],
    ["transformAsync", "heavy", pool, awaitable],
    ["transformFileSync", "heavy", pool],
    ["transformFileAsync", "heavy", pool, awaitable],
    ["transformFromAstSync", "heavy", pool],
    ["parse", "data", pool],
    ["parseSync", "data", pool],
    ["parseAsync", "data", pool, awaitable],
  ]),
  ...thirdParty("@babel/standalone", "https://babeljs.io/docs/babel-standalone", [
    ["transform", "heavy", pool],
  ]),
  ...thirdParty("@babel/parser", "https://babeljs.io/docs/babel-parser", [
    ["parse", "data", pool],
    ["parseExpression", "data", pool],
  ]),
  ...thirdParty("@babel/traverse", "https://babeljs.io/docs/babel-traverse", [["default", "data", pool]]),
  ...thirdParty("@babel/generator", "https://babeljs.io/docs/babel-generator", [["default", "data", pool]]),
  ...thirdParty(
    ["esbuild", "esbuild-wasm"],
    "https://esbuild.github.io/api",
    [
      ["buildSync", "heavy", "`build`, which works in another process"],
      ["transformSync", "heavy", "`transform`, which works in another process"],
      ["formatMessagesSync", "light", "`formatMessages`"],
      ["analyzeMetafileSync", "data", "`analyzeMetafile`"],
    ],
    "sync-call",
  ),
  ...native(
    thirdParty("@swc/core", "https://swc.rs/docs/usage/core", [
      ["transformSync", "heavy", threads("transform")],
      ["transformFileSync", "heavy", threads("transformFile")],
      ["parseSync", "data", threads("parse")],
      ["parseFileSync", "data", threads("parseFile")],
      ["printSync", "data", threads("print")],
      ["minifySync", "heavy", threads("minify")],
    ]),
  ),
  ...thirdParty("sucrase", "https://github.com/alangpierce/sucrase#readme", [["transform", "data", pool]]),
  ...thirdParty("terser", "https://terser.org/docs/api-reference", [
    ["minify", "heavy", pool, awaitable],
    ["minify_sync", "heavy", pool],
  ]),
  ...thirdParty("uglify-js", "https://github.com/mishoo/UglifyJS#readme", [["minify", "heavy", pool]]),
  ...thirdParty(["acorn", "espree", "meriyah"], "https://github.com/acornjs/acorn/tree/master/acorn#readme", [
    ["parse", "data", pool],
  ]),
  ...thirdParty("esprima", "https://docs.esprima.org", [
    ["parseScript", "data", pool],
    ["parseModule", "data", pool],
    ["tokenize", "data", pool],
  ]),
  ...thirdParty("recast", "https://github.com/benjamn/recast#readme", [
    ["parse", "data", pool],
    ["print", "data", pool],
  ]),
  ...thirdParty(
    "javascript-obfuscator",
    "https://github.com/javascript-obfuscator/javascript-obfuscator#readme",
    [["obfuscate", "heavy", pool]],
  ),
  ...thirdParty("sass", "https://sass-lang.com/documentation/js-api", sass),
  ...native(thirdParty("sass-embedded", "https://sass-lang.com/documentation/js-api", sass)),
  ...native(
    thirdParty("node-sass", "https://github.com/sass/node-sass#readme", [
      ["renderSync", "heavy", "`render`, which works on the thread pool"],
    ]),
  ),
  ...thirdParty("sass", "https://sass-lang.com/documentation/js-api", [
    ["compileAsync", "heavy", "`sass-embedded`, which works in another process", awaitable],
    ["compileStringAsync", "heavy", "`sass-embedded`, which works in another process", awaitable],
  ]),
  ...thirdParty("less", "https://lesscss.org/usage", [["render", "heavy", pool, awaitable]]),
  ...thirdParty("postcss", "https://postcss.org/api", [
    ["Processor#process", "data", pool, awaitable],
    ["parse", "data", pool],
  ]),
  ...thirdParty("clean-css", "https://github.com/clean-css/clean-css#readme", [
    ["CleanCSS#minify", "data", pool],
  ]),
  ...native(
    thirdParty("lightningcss", "https://lightningcss.dev/docs.html", [
      ["transform", "data", pool],
      ["bundle", "heavy", "`bundleAsync`"],
    ]),
  ),
  ...thirdParty("csso", "https://github.com/css/csso#readme", [["minify", "data", pool]]),
  ...thirdParty("prettier", "https://prettier.io/docs/api", [
    ["format", "heavy", pool, awaitable],
    ["check", "heavy", pool, awaitable],
  ]),
  ...thirdParty("ajv", "https://ajv.js.org/api.html", [
    ["Ajv#compile", "heavy", "validators that are compiled once, when the program starts", mostlySmall],
  ]),
  ...thirdParty("swagger-jsdoc", "https://github.com/Surnet/swagger-jsdoc#readme", [
    ["default", "heavy", "a document that is made when the program is built"],
  ]),
  ...thirdParty("@apidevtools/json-schema-ref-parser", "https://apidevtools.com/json-schema-ref-parser", [
    ["$RefParser.dereference", "data", pool, awaitable],
    ["$RefParser.bundle", "data", pool, awaitable],
  ]),
  ...native(
    thirdParty("isolated-vm", "https://github.com/laverdet/isolated-vm#readme", [
      ["Script#runSync", "heavy", "`run`, which works on another thread", { unbounded: true }],
      ["Context#evalSync", "heavy", "`eval`, which works on another thread", { unbounded: true }],
      ["Isolate#compileScriptSync", "data", "`compileScript`"],
    ]),
  ),
  ...thirdParty(
    ["quickjs-emscripten", "quickjs-emscripten-core"],
    "https://github.com/justjake/quickjs-emscripten#readme",
    [
      ["QuickJSContext#evalCode", "heavy", pool, { unbounded: true }],
      ["QuickJSWASMModule#evalCode", "heavy", pool, { unbounded: true }],
    ],
  ),
  ...thirdParty("vm2", "https://github.com/patriksimek/vm2#readme", [
    ["VM#run", "heavy", pool, { unbounded: true }],
    ["NodeVM#run", "heavy", pool, { unbounded: true }],
  ]),
];
