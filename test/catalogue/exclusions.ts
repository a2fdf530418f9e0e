/** Functions of Node that the catalogue leaves out, and why. Newer Nodes' are listed too: names need not exist here. */
export interface Exclusion {
  readonly module: string;
  readonly reason: string;
  /** Names less the module, with blanks between: `Hash#copy`; the star at an end stands for any rest. */
  readonly names: string;
}

/** Modules of which every function is catalogued or excluded; of all others that holds for `*Sync`. */
export const coveredModules = [
  "child_process",
  "crypto",
  "dns",
  "fs",
  "inspector",
  "module",
  "os",
  "sqlite",
  "v8",
  "vm",
  "wasi",
  "worker_threads",
  "zlib",
];

const threadPool = "works on the thread pool or another thread and calls back";
const settings = "reads or changes a setting in memory: microseconds";
const makesObject = "only makes an object; the work is in its catalogued methods";
const getters = "reads what the object already holds: microseconds";
const undocumented = "not documented for users";

export const exclusions: readonly Exclusion[] = [
  {
    module: "dgram",
    reason: "one system call on a local socket: microseconds",
    names: "Socket#bindSync Socket#connectSync",
  },

  {
    module: "child_process",
    reason: "starts the child and returns before it ends",
    names: "exec execFile fork spawn",
  },
  {
    module: "child_process",
    reason: "one signal or one flag: microseconds",
    names: "ChildProcess ChildProcess#kill ChildProcess#ref ChildProcess#unref",
  },
  { module: "child_process", reason: undocumented, names: "ChildProcess#spawn" },

  {
    module: "crypto",
    reason: threadPool,
    names: `
      argon2 checkPrime generatePrime generateKeyPair generateKey hkdf pbkdf2 randomFill scrypt
      webcrypto* subtle* KeyObject#toCryptoKey`,
  },
  {
    module: "crypto",
    reason: makesObject,
    names: `
      createCipheriv createDecipheriv createDiffieHellmanGroup createECDH createHash createHmac
      createMac createSign createVerify getDiffieHellman Certificate Cipheriv Decipheriv DiffieHellman
      DiffieHellmanGroup ECDH Hash Hmac KeyObject Sign Verify`,
  },
  {
    module: "crypto",
    reason:
      "parses or compares one key or certificate: tens of microseconds, and no asynchronous form exists",
    names: `
      createPrivateKey createPublicKey createSecretKey parsePKCS12 timingSafeEqual Certificate.*
      Certificate#* ECDH.convertKey KeyObject.from KeyObject#equals X509Certificate X509Certificate#*`,
  },
  {
    module: "crypto",
    reason: "fills at most 64 KB, or 16 bytes from a cache: microseconds",
    names: "getRandomValues randomUUID randomUUIDv7",
  },
  {
    module: "crypto",
    reason: "finishes what `update` has done: microseconds",
    names: "Hash#copy Hash#digest Hmac#digest Cipheriv#final Decipheriv#final",
  },
  {
    module: "crypto",
    reason: getters,
    names: "Cipheriv#getAuthTag DiffieHellman#get* DiffieHellmanGroup#get* ECDH#get*",
  },
  {
    module: "crypto",
    reason: settings,
    names: `
      getCiphers getCipherInfo getCurves getHashes getMacs getFips setFips setEngine secureHeapUsed
      Cipheriv#set* Decipheriv#set* DiffieHellman#set* ECDH#set*`,
  },
  {
    module: "crypto",
    reason: "deprecated, and removed in Node 22",
    names: "createCipher createDecipher Cipher Cipher#* Decipher Decipher#*",
  },
  {
    module: "crypto",
    reason: "deprecated other names of `randomBytes`",
    names: "prng pseudoRandomBytes rng",
  },

  {
    module: "dns",
    reason: "asks on the thread pool or by asynchronous sockets",
    names: "lookup lookupService resolve* reverse Resolver Resolver#* promises*",
  },
  {
    module: "dns",
    reason: settings,
    names: "getDefaultResultOrder setDefaultResultOrder setServers getServers",
  },

  {
    module: "fs",
    reason: threadPool,
    names: `
      promises* createReadStream createWriteStream exists glob openAsBlob realpath.native watch
      watchFile unwatchFile ReadStream* WriteStream* FileReadStream* FileWriteStream* Dir#read
      Dir#close Dir#entries Utf8Stream*`,
  },
  { module: "fs", reason: getters, names: "Dir Dirent Dirent#* Stats Stats#*" },
  { module: "fs", reason: undocumented, names: "Dir#processReadResult Dir#readSyncRecursive" },

  {
    module: "inspector",
    reason: "a tool of diagnosis, not of tasks",
    names: "open close url console* Session Session#* Network* DOMStorage* promises*",
  },

  { module: "module", reason: makesObject, names: "createRequire Module SourceMap SourceMap#*" },
  {
    module: "module",
    reason: settings,
    names: `
      wrap isBuiltin syncBuiltinESMExports findSourceMap registerHooks enableCompileCache
      getCompileCacheDir getSourceMapsSupport setSourceMapsSupport`,
  },
  { module: "module", reason: undocumented, names: "Module#load runMain" },

  {
    module: "os",
    reason: "one system call without input: microseconds",
    names: `
      arch availableParallelism endianness freemem getPriority homedir* hostname* loadavg machine
      platform release setPriority tmpdir totalmem type uptime* version`,
  },

  { module: "sqlite", reason: threadPool, names: "backup" },
  {
    module: "sqlite",
    reason: makesObject,
    names: "StatementSync Session DatabaseSync#createSession DatabaseSync#createTagStore",
  },
  {
    module: "sqlite",
    reason: settings,
    names: `
      DatabaseSync#aggregate DatabaseSync#enable* DatabaseSync#function DatabaseSync#location
      DatabaseSync#setAuthorizer Session#close StatementSync#columns StatementSync#close
      StatementSync#resetStats StatementSync#set* StatementSync#stat`,
  },

  {
    module: "v8",
    reason: "copies one small value or what is already a buffer: microseconds",
    names: `
      Serializer Serializer#* Deserializer Deserializer#* DefaultSerializer DefaultDeserializer`,
  },
  {
    module: "v8",
    reason: settings,
    names: `
      cachedDataVersionTag getHeapStatistics getHeapSpaceStatistics getHeapCodeStatistics
      getCppHeapStatistics isStringOneByteRepresentation setFlagsFromString
      setHeapSnapshotNearHeapLimit setHeapProfileNearHeapLimit promiseHooks* startupSnapshot*`,
  },
  {
    module: "v8",
    reason: "starts or ends a tool of diagnosis",
    names: "GCProfiler GCProfiler#* startCpuProfile startHeapProfile",
  },

  { module: "vm", reason: "an undocumented other name of `new vm.Script`", names: "createScript" },
  { module: "vm", reason: settings, names: "isContext measureMemory" },

  { module: "wasi", reason: makesObject, names: "WASI WASI#finalizeBindings WASI#getImportObject" },

  {
    module: "worker_threads",
    reason: "copies the message on this thread, but is the door by which work leaves the loop",
    names: `
      MessagePort#postMessage Worker#postMessage BroadcastChannel#postMessage postMessageToThread`,
  },
  {
    module: "worker_threads",
    reason: threadPool,
    names: "Worker Worker#cpuUsage Worker#getHeap* Worker#start* Worker#terminate",
  },
  {
    module: "worker_threads",
    reason: settings,
    names: `
      MessagePort MessagePort#start MessagePort#ref MessagePort#unref MessagePort#hasRef
      MessagePort#close MessageChannel Worker#ref Worker#unref BroadcastChannel BroadcastChannel#close
      BroadcastChannel#ref BroadcastChannel#unref markAs* isMarkedAs* moveMessagePortToContext
      setEnvironmentData getEnvironmentData locks*`,
  },

  {
    module: "zlib",
    reason: "a stream: its work is done on the thread pool",
    names: `
      create* Deflate DeflateRaw Inflate InflateRaw Gzip Gunzip Unzip BrotliCompress BrotliDecompress
      ZstdCompress ZstdDecompress`,
  },
  { module: "zlib", reason: threadPool, names: "Zip* zipFiles" },
  { module: "zlib", reason: settings, names: "getMaxZipContentSize setMaxZipContentSize" },
];

/** Whether `name` (with its module: `crypto.Hash#copy`) is excluded. A catalogued `*Sync` is never looked up here. */
export function isExcluded(module: string, name: string): boolean {
  const local = name.slice(module.length + 1);
  return exclusions.some(
    (exclusion) =>
      exclusion.module === module && namesOf(exclusion).some((pattern) => matches(pattern, local)),
  );
}

/** The names of an exclusion, one by one. */
export function namesOf({ names }: Exclusion): string[] {
  return names.trim().split(/\s+/);
}

function matches(pattern: string, name: string): boolean {
  return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}
