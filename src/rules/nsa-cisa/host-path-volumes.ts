import { entriesSeen } from "../../evidence/observed.ts";
import type { PodVolume } from "../../evidence/pod-security.ts";
import type { PodSecurityPolicy } from "../../evidence/pod-security-policies.ts";
import { defineClusterRule } from "../define-cluster-rule.ts";
import { isSensitivePath, isWithin, plainPath, showHostPath } from "../kit/guidance/workloads/host-paths.ts";
import { claimedNodeVolumes } from "../kit/guidance/workloads/node-volumes.ts";
import { lookingAtSecurity, type SecuredWorkload } from "../kit/guidance/workloads/security-check.ts";
import { ofPlatform, type Shown, workloadCondition } from "../kit/guidance/workloads/workload-check.ts";

/** Who mounts a volume, and whether to write. */
const mountsOf = ({ spec }: SecuredWorkload, { name, readOnly }: PodVolume) =>
  spec.containers.flatMap(({ kind, name: container, mounts = [] }) =>
    mounts
      .filter(({ volume }) => volume === name)
      .map((mount) => ({
        isWritable: mount.readOnly !== true && readOnly !== true,
        by: `${kind} ${container} at ${mount.path}`,
      })),
  );

/** Whether a policy names the path, or one above it, as one that may be mounted to be read only. */
const letsIn = ({ allowedHostPaths = [] }: PodSecurityPolicy, path: string): boolean =>
  allowedHostPaths.some(({ prefix, readOnly }) => readOnly === true && isWithin(plainPath(path), plainPath(prefix)));

function showVolume(
  workload: SecuredWorkload,
  volume: PodVolume,
  path: string,
  policies: readonly PodSecurityPolicy[],
): readonly Shown[] {
  const shown = showHostPath(path);
  const first = isSensitivePath(path);
  const row = (value: string, isFirst: boolean): Shown => ({ kind: "open", value, ...(isFirst && { isFirst }) });
  const mounts = mountsOf(workload, volume);
  if (mounts.length === 0) return [row(`hostPath ${shown}, mounted by no container`, first)];
  const allowing = first ? [] : policies.filter((policy) => letsIn(policy, path)).map(({ name }) => name);
  return mounts.map(({ isWritable, by }) => {
    const value = `hostPath ${shown}, ${isWritable ? "writable" : "read-only"} in ${by}`;
    if (isWritable || allowing.length === 0) return row(value, first || isWritable);
    return { kind: "review", value: `${value}; PodSecurityPolicy ${allowing.toSorted().join(", ")} lets it in` };
  });
}

const volumes = {
  what: "volumes that are paths of the host",
  helpful: ["api.psp"] as const,
  looks: lookingAtSecurity<"api.psp">({
    looks: (workload, { "api.psp": policies }) =>
      (workload.spec.volumes ?? []).flatMap((volume) =>
        volume.path === undefined ? [] : showVolume(workload, volume, volume.path, entriesSeen(policies)),
      ),
  }),
};

export const rule = defineClusterRule({
  id: "host-path-volumes",
  literal: [workloadCondition(volumes, false), claimedNodeVolumes(false)],
  apart: { of: ofPlatform, conditions: [workloadCondition(volumes, true), claimedNodeVolumes(true)] },
  expected:
    "no pod or template of users has a hostPath volume, and none of their claims is bound to a PersistentVolume of type " +
    "hostPath or local",
  check:
    "Read spec.volumes[].hostPath of every pod and of the template of every workload, those scaled to zero too, with the " +
    "mounts of all containers, and spec.hostPath and spec.local of the PersistentVolumes with the claims that they are " +
    "bound to. Paths that give away the node are shown first: /, /etc, /root, /home, /proc, /sys, /dev, /var/lib/kubelet, " +
    "/var/lib/etcd, sockets of container runtimes, what is below them and what holds them; then what is mounted to be " +
    "written. Before 1.25 a path that is not one of these and is mounted to be read only is for a person where a " +
    "PodSecurityPolicy has it in allowedHostPaths, read only. What belongs to the platform (network plugins, storage drivers, static pods) needs such paths and is " +
    "listed apart.",
  fix:
    "Give the workload a volume of another kind: emptyDir for what may be lost, a claim on network storage for what is " +
    "kept, a ConfigMap or Secret for configuration. Where an agent must read the host mount the one path that it needs " +
    "with readOnly: true in a namespace of its own, and have that accepted.",
});
