import type { Listener } from "../../src/evidence/listeners.ts";
import type { Observed } from "../../src/evidence/observed.ts";
import type { ApiPod } from "../../src/evidence/pods.ts";
import { container, pod } from "./cluster-facts.ts";
import { type FactsGiven, here, unit } from "./facts.ts";

/** Services of a node that run; systemd knows no other. */
export const services = (...ids: readonly string[]): FactsGiven => ({
  "host.services": here(ids.map((id) => unit(id, "active", "enabled"))),
});

/** A pod of a DaemonSet on the node's network, by its container's name and image. */
export const agentPod = (name: string, image: string, more: Partial<ApiPod> = {}): ApiPod =>
  pod({
    namespace: "agents",
    name: `${name}-x7k2p`,
    owner: { kind: "DaemonSet", name },
    hostNetwork: true,
    containers: [container({ name, image })],
    ...more,
  });

/** Sockets of programs on the node's network. */
export const sockets = (...programs: readonly string[]): Observed<readonly Listener[]> =>
  here(programs.map((program, index) => ({ protocol: "tcp", address: "127.0.0.1", port: 9000 + index, program })));
