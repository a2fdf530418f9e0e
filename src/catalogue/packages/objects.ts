import { mostlySmall, thirdParty } from "./third-party.js";

const less = "a copy of only what changes";
const stream = "a stream of length-prefixed messages, or the process pool";

// Copies and encodings of whole objects: microseconds for most, a millisecond for every ten thousand properties.
export const objects = [
  ...thirdParty("jsonrepair", "https://github.com/josdejong/jsonrepair#readme", [
    ["jsonrepair", "data", "`jsonrepairTransform`, a stream", mostlySmall],
  ]),
  ...thirdParty(["lodash", "lodash-es"], "https://lodash.com/docs", [
    ["cloneDeep", "data", less, mostlySmall],
    ["cloneDeepWith", "data", less, mostlySmall],
    ["isEqual", "data", "a comparison of only what tells them apart", mostlySmall],
    ["merge", "data", less, mostlySmall],
    ["template", "light", "one template, compiled when the program starts"],
  ]),
  ...thirdParty(["lodash/cloneDeep", "lodash.clonedeep", "lodash-es/cloneDeep"], "https://lodash.com/docs", [
    ["default", "data", less, mostlySmall],
  ]),
  ...thirdParty(["klona", "klona/full"], "https://github.com/lukeed/klona#readme", [
    ["klona", "data", less, mostlySmall],
  ]),
  ...thirdParty("rfdc", "https://github.com/davidmarkclements/rfdc#readme", [
    ["default()", "data", less, mostlySmall],
  ]),
  ...thirdParty("clone-deep", "https://github.com/jonschlinkert/clone-deep#readme", [
    ["default", "data", less, mostlySmall],
  ]),
  ...thirdParty("superjson", "https://github.com/flightcontrolhq/superjson#readme", [
    ["parse", "data", "smaller messages", mostlySmall],
    ["stringify", "data", "smaller messages", mostlySmall],
    ["serialize", "data", "smaller messages", mostlySmall],
    ["deserialize", "data", "smaller messages", mostlySmall],
  ]),
  ...thirdParty("protobufjs", "https://protobufjs.github.io/protobuf.js", [
    ["loadSync", "heavy", "`load`"],
    ["Root#loadSync", "heavy", "`load`"],
    ["Type#decode", "data", stream, mostlySmall],
  ]),
  ...thirdParty("msgpackr", "https://github.com/kriszyp/msgpackr#readme", [
    ["pack", "data", "`PackrStream`", mostlySmall],
    ["unpack", "data", "`UnpackrStream`", mostlySmall],
    ["encode", "data", "`PackrStream`", mostlySmall],
    ["decode", "data", "`UnpackrStream`", mostlySmall],
  ]),
  ...thirdParty("@msgpack/msgpack", "https://github.com/msgpack/msgpack-javascript#readme", [
    ["encode", "data", stream, mostlySmall],
    ["decode", "data", "`decodeAsync`, or `decodeArrayStream`", mostlySmall],
  ]),
  ...thirdParty("cbor", "https://github.com/hildjj/node-cbor#readme", [
    ["encode", "data", "`encodeAsync`", mostlySmall],
    ["decodeFirstSync", "data", "`decodeFirst`", mostlySmall],
    ["decodeAllSync", "data", "`decodeAll`", mostlySmall],
  ]),
  ...thirdParty("bson", "https://github.com/mongodb/js-bson#readme", [
    ["serialize", "data", stream, mostlySmall],
    ["deserialize", "data", stream, mostlySmall],
  ]),
  ...thirdParty("avsc", "https://github.com/mtth/avsc/wiki/API", [
    ["Type#fromBuffer", "data", "`createFileDecoder`, a stream", mostlySmall],
    ["Type#toBuffer", "data", "`createFileEncoder`, a stream", mostlySmall],
  ]),
  ...thirdParty("apache-arrow", "https://arrow.apache.org/docs/js", [
    ["tableFromIPC", "data", "`RecordBatchReader`, batch by batch"],
    ["tableToIPC", "data", "`RecordBatchStreamWriter`"],
    ["tableFromArrays", "data", "the process pool"],
  ]),
];
