import type { PodVolume } from "../../evidence/pod-security.ts";
import type { ApiContainer } from "../../evidence/pods.ts";
import { eachContainer, securityCheck, shownIf } from "../kit/guidance/workloads/security-check.ts";
import type { Shown } from "../kit/guidance/workloads/workload-check.ts";

/** The volumes that a container may write to all the same. */
const writable = (volumes: readonly PodVolume[], { mounts = [] }: ApiContainer): readonly Shown[] =>
  mounts.flatMap(({ volume, path, readOnly }) => {
    const kept = volumes.find(({ name }) => name === volume);
    const isWritable = readOnly !== true && kept?.readOnly !== true;
    return shownIf(isWritable, "detail", `writes to ${path} (${kept?.kind ?? "volume"})`);
  });

export const rule = securityCheck({
  id: "immutable-file-systems",
  what: "containers that may write to their root file system",
  linuxOnly: true,
  looks: (workload) =>
    eachContainer(workload, ({ readOnlyRootFilesystem }, container) => [
      ...shownIf(readOnlyRootFilesystem !== true, "open", "readOnlyRootFilesystem is not true"),
      ...writable(workload.spec.volumes ?? [], container),
    ]),
  expected: "every container of users has readOnlyRootFilesystem: true",
  check:
    "Read securityContext.readOnlyRootFilesystem of every container, init container and ephemeral container, in pods and " +
    "in templates; unset, the file system can be written to. Volumes that stay writable are shown. Pods for Windows " +
    "(spec.os.name, or by their node) have no such field. What belongs to the platform is listed apart.",
  fix:
    "Set readOnlyRootFilesystem: true for each container, and mount an emptyDir where it has to write (often /tmp, /run " +
    "or a cache), or a volume for what is to be kept.",
});
