import { etcdCertificateFiles } from "../../evidence/certificate-files.ts";
import { hostPathOf } from "../../evidence/container-paths.ts";
import { etcdConfigFile, etcdReadings, isKnown } from "../../evidence/etcd-configuration.ts";
import { flagReadings } from "../../evidence/go-flags.ts";
import type { CollectedFacts } from "../../evidence/node.ts";
import type { Ask } from "../ask.ts";
import { type ObservedComponent, readNamedFile, startedComponent } from "./named-file.ts";

/** etcd's configuration file, and the files that its settings name. */
export type EtcdSeen = {
  readonly config: CollectedFacts["content.etcd-config"];
  /** Certificate and key files by host path, whatever names them: flags, variables, the configuration file. */
  readonly files: readonly string[];
  /** The certificates among them. */
  readonly certificates: readonly string[];
};

/** What etcd runs with that its command line alone does not show. */
export async function probeEtcdSettings(ask: Ask, etcd: ObservedComponent): Promise<EtcdSeen> {
  const config = await readNamedFile(ask, etcd, "etcd's configuration file", (call) =>
    flagReadings(call, "go-flag").map((flags) => etcdConfigFile(flags, call)),
  );
  const { manifests, processes } = startedComponent(etcd);
  const files = [...manifests, ...processes].flatMap((call) => {
    const named = etcdReadings(call, config).filter(isKnown).flatMap(etcdCertificateFiles);
    const containers = call.source.pid === undefined || manifests.length === 0 ? [call] : manifests;
    return named.flatMap(({ kind, path }) =>
      containers.flatMap((container) => {
        const onHost = hostPathOf(container, path);
        return onHost === undefined ? [] : [{ kind, path: onHost }];
      }),
    );
  });
  return {
    config,
    files: files.map(({ path }) => path),
    certificates: files.flatMap(({ kind, path }) => (kind === "certificate" ? [path] : [])),
  };
}
