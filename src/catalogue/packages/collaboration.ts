import { mostlySmall, thirdParty } from "./third-party.js";

const pool = "the process pool or a worker thread";

// A document is replayed from all of its history; a comparison of two texts takes the product of their lengths at worst.
export const collaboration = [
  ...thirdParty("yjs", "https://docs.yjs.dev/api/document-updates", [
    ["applyUpdate", "data", pool],
    ["applyUpdateV2", "data", pool],
    ["mergeUpdates", "data", pool],
    ["mergeUpdatesV2", "data", pool],
    ["diffUpdate", "data", pool],
    ["encodeStateAsUpdate", "data", pool],
    ["encodeStateAsUpdateV2", "data", pool],
    ["encodeStateVectorFromUpdate", "data", pool],
    ["snapshot", "light", pool],
  ]),
  ...thirdParty("y-prosemirror", "https://github.com/yjs/y-prosemirror#readme", [
    ["prosemirrorJSONToYDoc", "data", pool],
    ["prosemirrorToYDoc", "data", pool],
    ["yDocToProsemirror", "data", pool],
    ["yDocToProsemirrorJSON", "data", pool],
    ["yXmlFragmentToProsemirrorJSON", "data", pool],
  ]),
  ...thirdParty("@hocuspocus/transformer", "https://tiptap.dev/docs/hocuspocus/guides/transformations", [
    ["TiptapTransformer.toYdoc", "data", pool],
    ["TiptapTransformer.fromYdoc", "data", pool],
    ["ProsemirrorTransformer.toYdoc", "data", pool],
    ["ProsemirrorTransformer.fromYdoc", "data", pool],
  ]),
  ...thirdParty(["@automerge/automerge", "automerge"], "https://automerge.org/automerge", [
    ["load", "heavy", pool],
    ["save", "heavy", "`saveIncremental`, or the process pool"],
    ["merge", "data", pool],
    ["applyChanges", "data", pool],
    ["getHistory", "heavy", pool],
    ["diff", "data", pool],
  ]),
  ...thirdParty("loro-crdt", "https://loro.dev/docs", [
    ["LoroDoc#import", "data", pool],
    ["LoroDoc#importBatch", "data", pool],
    ["LoroDoc#export", "data", pool],
    ["LoroDoc#checkout", "data", pool],
  ]),
  ...thirdParty("jsondiffpatch", "https://github.com/benjamine/jsondiffpatch#readme", [
    ["diff", "data", pool],
    ["DiffPatcher#diff", "data", pool],
  ]),
  ...thirdParty("fast-json-patch", "https://github.com/Starcounter-Jack/JSON-Patch#readme", [
    ["compare", "data", pool, mostlySmall],
  ]),
  ...thirdParty("rfc6902", "https://github.com/chbrown/rfc6902#readme", [
    ["createPatch", "data", pool, mostlySmall],
  ]),
  ...thirdParty("deep-object-diff", "https://github.com/mattphillips/deep-object-diff#readme", [
    ["diff", "data", pool, mostlySmall],
    ["detailedDiff", "data", pool, mostlySmall],
  ]),
  ...thirdParty("deep-diff", "https://github.com/flitbit/diff#readme", [["diff", "data", pool, mostlySmall]]),
  ...thirdParty("diff", "https://github.com/kpdecker/jsdiff#readme", [
    ["diffChars", "heavy", "the same call with a callback or a `timeout`", { when: { kind: "no-callback" } }],
    ["diffWords", "heavy", "the same call with a callback or a `timeout`", { when: { kind: "no-callback" } }],
    ["diffLines", "data", "the same call with a callback or a `timeout`", { when: { kind: "no-callback" } }],
    ["diffJson", "data", "the same call with a callback or a `timeout`", { when: { kind: "no-callback" } }],
    ["createPatch", "data", "the same call with a `timeout`"],
    ["createTwoFilesPatch", "data", "the same call with a `timeout`"],
    ["structuredPatch", "data", "the same call with a `timeout`"],
    ["applyPatch", "data", pool],
  ]),
  ...thirdParty("diff-match-patch", "https://github.com/google/diff-match-patch/wiki/API", [
    ["diff_match_patch#diff_main", "heavy", "a short `Diff_Timeout` (a second by default)"],
    ["diff_match_patch#patch_make", "heavy", "a short `Diff_Timeout` (a second by default)"],
    ["diff_match_patch#patch_apply", "data", pool],
  ]),
];
