import { nodeModule, promisified } from "../row.js";
import type { BlocksWhen, CatalogueEntry } from "../types.js";

const { fn, methods } = nodeModule("crypto", "sync-call");
const withoutCallback = { when: { kind: "no-callback" } satisfies BlocksWhen };
const inPieces = "a stream (`pipeline` from `node:stream/promises`), or pieces with a pause between them";
const offload = "the process pool or a worker thread";

// Key derivation, primes and key pairs take milliseconds to minutes; digests and ciphers grow with their input.
export const crypto = [
  fn("argon2Sync(algorithm, parameters)", "heavy", promisified("crypto", "argon2"), { since: "24.7.0" }),
  fn("checkPrimeSync(candidate[, options])", "heavy", promisified("crypto", "checkPrime")),
  fn("generateKeyPairSync(type, options)", "heavy", promisified("crypto", "generateKeyPair")),
  fn("generateKeySync(type, options)", "light", promisified("crypto", "generateKey")),
  fn("generatePrimeSync(size[, options])", "heavy", promisified("crypto", "generatePrime")),
  fn("hkdfSync(digest, ikm, salt, info, keylen)", "light", promisified("crypto", "hkdf")),
  fn("pbkdf2Sync(password, salt, iterations, keylen, digest)", "heavy", promisified("crypto", "pbkdf2")),
  fn("scryptSync(password, salt, keylen[, options])", "heavy", promisified("crypto", "scrypt")),
  fn("randomFillSync(buffer[, offset][, size])", "light", promisified("crypto", "randomFill")),

  fn("decapsulate(key, ciphertext[, callback])", "light", promisified("crypto", "decapsulate"), {
    ...withoutCallback,
    since: "24.7.0",
  }),
  fn("diffieHellman(options[, callback])", "light", offload, withoutCallback),
  fn("encapsulate(key[, callback])", "light", promisified("crypto", "encapsulate"), {
    ...withoutCallback,
    since: "24.7.0",
  }),
  fn("randomBytes(size[, callback])", "light", promisified("crypto", "randomBytes"), withoutCallback),
  fn("randomInt([min, ]max[, callback])", "light", promisified("crypto", "randomInt"), withoutCallback),
  fn("sign(algorithm, data, key[, callback])", "light", promisified("crypto", "sign"), withoutCallback),
  fn(
    "verify(algorithm, data, key, signature[, callback])",
    "light",
    promisified("crypto", "verify"),
    withoutCallback,
  ),

  fn(
    "createDiffieHellman(primeLength[, generator])",
    "heavy",
    "`getDiffieHellman`, whose groups need no search for a prime",
  ),
  fn("hash(algorithm, data[, options])", "data", inPieces, { kind: "cpu" }),
  fn("privateDecrypt(privateKey, buffer)", "light", offload),
  fn("privateEncrypt(privateKey, buffer)", "light", offload),
  fn("publicDecrypt(key, buffer)", "light", offload),
  fn("publicEncrypt(key, buffer)", "light", offload),

  methods("Hash", "hash")("update(data[, inputEncoding])", "data", inPieces, { kind: "cpu" }),
  methods("Hmac", "hmac")("update(data[, inputEncoding])", "data", inPieces, { kind: "cpu" }),
  methods("Cipheriv", "cipher")("update(data[, inputEncoding][, outputEncoding])", "data", inPieces, {
    kind: "cpu",
  }),
  methods("Decipheriv", "decipher")("update(data[, inputEncoding][, outputEncoding])", "data", inPieces, {
    kind: "cpu",
  }),
  methods("Sign", "sign")("update(data[, inputEncoding])", "data", inPieces, { kind: "cpu" }),
  methods("Sign", "sign")("sign(privateKey[, outputEncoding])", "light", "`crypto.sign` with a callback"),
  methods("Verify", "verify")("update(data[, inputEncoding])", "data", inPieces, { kind: "cpu" }),
  methods("Verify", "verify")(
    "verify(object, signature[, signatureEncoding])",
    "light",
    "`crypto.verify` with a callback",
  ),
  methods("DiffieHellman", "diffieHellman")("generateKeys([encoding])", "heavy", offload),
  methods("DiffieHellman", "diffieHellman")(
    "computeSecret(otherPublicKey[, inputEncoding][, outputEncoding])",
    "heavy",
    offload,
  ),
  methods("DiffieHellmanGroup", "diffieHellman")("generateKeys([encoding])", "heavy", offload),
  methods("DiffieHellmanGroup", "diffieHellman")(
    "computeSecret(otherPublicKey[, inputEncoding][, outputEncoding])",
    "heavy",
    offload,
  ),
  methods("ECDH", "ecdh")("generateKeys([encoding[, format]])", "light", offload),
  methods("ECDH", "ecdh")(
    "computeSecret(otherPublicKey[, inputEncoding][, outputEncoding])",
    "light",
    offload,
  ),
] as const satisfies readonly CatalogueEntry[];
