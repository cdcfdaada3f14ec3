import type { Transport } from "../../src/connect/session.ts";

/** How the way to a host ended that led to a session. */
export const connectedTo = (address: string): Transport => ({
  address,
  port: 22,
  stage: "ready",
  outcome: "connected",
  message: "",
  client: "ssh2",
  viaJump: false,
});
