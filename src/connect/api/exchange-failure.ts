import { codeOf } from "../../error-code.ts";
import type { FailureCause } from "../session.ts";
import { firstLine } from "./kubeconfig-error.ts";
import { DialError } from "./tunnel.ts";

type Known = {
  readonly pattern: RegExp;
  readonly cause: FailureCause;
  readonly sentence?: string;
  readonly lost?: true;
};

const untrusted = "no certificate authority that counts here has signed the server's certificate";

// By the error's code. OpenSSL's names for what a client refuses in a certificate, Node's, then those of alerts and sockets.
const known: readonly Known[] = [
  {
    pattern: /^CERT_HAS_EXPIRED$/,
    cause: "unreachable",
    sentence: "the server's certificate has expired, by the clock of this computer",
  },
  {
    pattern: /^CERT_NOT_YET_VALID$/,
    cause: "unreachable",
    sentence: "the server's certificate is not valid yet, by the clock of this computer",
  },
  { pattern: /SELF_SIGNED_CERT|^UNABLE_TO_(?:GET_ISSUER|VERIFY)|^CERT_/, cause: "unreachable", sentence: untrusted },
  {
    pattern: /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    cause: "unreachable",
    sentence:
      "the server's certificate is for other names than this one (tls-server-name in the kubeconfig can say which)",
  },
  {
    pattern: /^ERR_SSL_.*ALERT.*(?:CERTIFICATE|UNKNOWN_CA)/,
    cause: "auth-failed",
    sentence: "the server refused the client certificate",
  },
  {
    pattern: /WRONG_VERSION_NUMBER|^EPROTO$/,
    cause: "unsupported",
    sentence: "the server does not speak TLS as we do",
  },
  { pattern: /^HPE_/, cause: "unparseable", sentence: "the server does not speak HTTP" },
  { pattern: /^ECONNREFUSED$/, cause: "refused", lost: true },
  { pattern: /^ETIMEDOUT$/, cause: "timed-out", lost: true },
  { pattern: /^(?:EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/, cause: "unreachable", lost: true },
  { pattern: /^(?:ECONNRESET|EPIPE)$/, cause: "truncated", sentence: "the connection was cut", lost: true },
  { pattern: /^ENOTFOUND$/, cause: "unreachable", sentence: "the server's name is not known here" },
];

const proxyRefused = /^Bad response: (\d{3})$/;

/** Why there was no whole answer, in one sentence, by what Node or OpenSSL say. */
export function exchangeFailure(error: unknown, proxy: string | undefined) {
  if (error instanceof DialError) {
    return { kind: "none", cause: error.reason, message: error.message, lost: error.lost } as const;
  }
  const code = codeOf(error);
  const entry = known.find(({ pattern }) => pattern.test(code));
  // Where several addresses were tried the message is empty.
  const said = entry?.sentence ?? (firstLine(error) || code || "the connection failed");
  const failure = {
    kind: "none",
    cause: entry?.cause ?? "unreachable",
    message: said,
    lost: entry?.lost === true,
  } as const;
  return proxy === undefined ? failure : throughProxy(failure, proxy);
}

/** What a proxy says, or its silence, tells nothing of the server behind it. */
function throughProxy<F extends { readonly cause: FailureCause; readonly message: string }>(failure: F, proxy: string) {
  const status = proxyRefused.exec(failure.message)?.[1];
  const message = status === undefined ? failure.message : `it answered CONNECT with HTTP ${status}`;
  const cause: FailureCause = failure.cause === "refused" ? "unreachable" : failure.cause;
  return { ...failure, cause, message: `through the proxy ${proxy}: ${message}` };
}
