import type { Knock } from "../../../connect/knock.ts";
import { visible } from "../../../reports/visible-text.ts";

const causes: Readonly<Record<string, string>> = {
  "host-key-unknown": "host key unknown",
  "host-key-changed": "HOST KEY CHANGED",
  "timed-out": "timed out",
  unparseable: "not an SSH server",
};

/** What came of knocking at a host. */
export function knockWords({ failure, hostKey = "" }: Knock): string {
  if (failure === undefined) return "reachable";
  const { cause, stage, message } = failure;
  // sshd turns us away like this where too many come at once (MaxStartups, PerSourcePenalties).
  const isMute = stage === "banner" && cause === "unreachable";
  const what = isMute ? "not an SSH server, or one that turns us away" : (causes[cause] ?? cause);
  const isOffered = cause.startsWith("host-key") && hostKey !== "" && !message.includes(hostKey);
  return visible(`${what}: ${message}${isOffered ? ` (it offers ${hostKey})` : ""}`);
}
