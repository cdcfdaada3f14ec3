import type { FailureCause, TransportStage } from "../connect/session.ts";

/** The steps of the way to a host, in their order. */
export const steps = ["name", "jump host", "port", "SSH", "host key", "login", "root", "reader"] as const;
export type Step = (typeof steps)[number];

const ofStage: Readonly<Record<TransportStage, Step>> = {
  dns: "name",
  tcp: "port",
  banner: "SSH",
  handshake: "SSH",
  "host-key": "host key",
  authentication: "login",
  exec: "reader",
  ready: "reader",
};

/** The first step that failed, by how far the attempt came and why it ended. */
export function stepOf(stage: TransportStage, cause: FailureCause): Step {
  // No key is there for it: nobody was asked (doors.ts).
  if (stage === "dns" && cause === "auth-failed") return "login";
  const isOnTheWay = cause === "auth-failed" || cause === "host-key-unknown" || cause === "host-key-changed";
  if (stage === "tcp" && isOnTheWay) return "jump host";
  if (cause === "sudo-refused" || cause === "permission-denied") return "root";
  return ofStage[stage];
}
