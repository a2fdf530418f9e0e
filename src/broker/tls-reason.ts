/** Codes of Node's certificate checks (crypto/tls), and what each means to a user. */
const UNKNOWN_AUTHORITY = new Set([
  "SELF_SIGNED_CERT_IN_CHAIN",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
]);

/**
 * What keeps a connection from being made by TLS, in plain words; null when it is something else.
 * @param trust how the address names an authority to trust
 * @param other how an address begins, or what it says, that asks for the other way of talking
 */
export function tlsReason(error: unknown, trust: string, other: string): string | null {
  if (!(error instanceof Error)) return null;
  const code = "code" in error ? String(error.code) : "";
  const { message } = error;
  if (UNKNOWN_AUTHORITY.has(code))
    return `its certificate is signed by an authority that is not known here (${message}); name it with ${trust}`;
  if (code === "CERT_HAS_EXPIRED") return "its certificate has expired";
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") return `its certificate is for another name (${message})`;
  if (/wrong version number|packet length too long|does not support SSL/i.test(message))
    return `it does not speak TLS; ${other} is for such a server`;
  if (/certificate required|handshake failure/i.test(message))
    return `it asks for a certificate of the client's, or refuses the one given (${message})`;
  if (message.endsWith("no encryption")) return `it wants TLS (${message}); ${other} asks for it`;
  return code.startsWith("ERR_SSL_") || code.startsWith("CERT_") ? message : null;
}
