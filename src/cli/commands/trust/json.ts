import { isKnown, isTrusted, type KnownFiles, type Look, type Server, type Standing } from "../../../trust-keys.ts";

/** What became of each host and bastion, for programs. `before`: what known_hosts files said before anybody was asked. */
export const trustJson = (
  cluster: string,
  servers: readonly Server[],
  before: KnownFiles,
  standing: Standing,
): object => ({
  cluster,
  complete: servers.every((server) => isTrusted(server, standing)),
  servers: servers.map((server) => ({
    name: server.name,
    address: server.host.address,
    port: server.host.ssh.port,
    knownHosts: server.host.ssh.knownHosts,
    ...(isKnown(server, before) ? { state: "known" } : became(server, standing)),
  })),
});

function became(server: Server, standing: Standing): object {
  const look = standing.looked.get(server);
  const isNow = isTrusted(server, standing);
  // Behind a bastion that is not known, or nobody came that far.
  if (look === undefined) return { state: isNow ? "known" : "not-seen" };
  return { state: isNow && look.state === "offers" ? "added" : states[look.state], ...seen(look) };
}

const states = { offers: "not-confirmed", known: "known", refused: "refused" } as const;

function seen(look: Look): object {
  if (look.state === "offers") return { type: look.offered.type, fingerprint: look.offered.fingerprint };
  if (look.state === "known" || look.knock.failure === undefined) return {};
  const { stage, cause, message } = look.knock.failure;
  return { stage, cause, message };
}
