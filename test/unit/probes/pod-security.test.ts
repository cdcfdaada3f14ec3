import { describe, expect, it } from "vitest";
import { readPod, readWorkload } from "../../../src/probes/cluster/pods.ts";

const metadata = { namespace: "shop", name: "app-1" };
const pod = (spec: object, annotations: object | null = null) =>
  readPod({ metadata: { ...metadata, annotations }, spec, status: {} });
const ofContainer = (container: object, annotations: object = {}) =>
  pod({ containers: [{ name: "c", ...container }] }, annotations).containers[0];

describe("what a pod says of security", () => {
  it("is nothing where nothing is set, or what is set is the default", () => {
    const read = pod({
      containers: [
        { name: "c", securityContext: { privileged: false, readOnlyRootFilesystem: null, capabilities: {} } },
      ],
      hostPID: false,
      hostIPC: null,
      hostUsers: true,
      securityContext: { seLinuxOptions: { level: "s0:c1" }, supplementalGroups: [] },
      volumes: [{ name: "t", projected: { sources: [] } }],
    });
    expect(read.security).toEqual({});
    expect(read).not.toHaveProperty("volumes");
    expect(read.containers[0]).not.toHaveProperty("security");
    expect(read.containers[0]).not.toHaveProperty("mounts");
  });

  it("is all that is set for the pod", () => {
    const securityContext = {
      runAsNonRoot: false,
      runAsUser: 0,
      runAsGroup: 0,
      fsGroup: 0,
      supplementalGroups: [0, 5],
      seccompProfile: { type: "Localhost", localhostProfile: "p.json" },
      appArmorProfile: { type: "Unconfined" },
      seLinuxOptions: { type: "spc_t", level: "s0" },
      windowsOptions: { hostProcess: true },
    };
    const spec = { containers: [], hostPID: true, hostIPC: true, shareProcessNamespace: true, hostUsers: false };
    const annotations = { "seccomp.security.alpha.kubernetes.io/pod": "runtime/default", other: "hunter2" };
    expect(pod({ ...spec, os: { name: "windows" }, securityContext }, annotations).security).toEqual({
      runAsNonRoot: false,
      runAsUser: 0,
      runAsGroup: 0,
      fsGroup: 0,
      supplementalGroups: [0, 5],
      seccomp: { type: "Localhost", localhostProfile: "p.json" },
      appArmor: { type: "Unconfined" },
      seLinux: { type: "spc_t" },
      hostProcess: true,
      hostPID: true,
      hostIPC: true,
      shareProcessNamespace: true,
      hostUsers: false,
      os: "windows",
      seccompAnnotation: "runtime/default",
    });
  });

  it("is all that is set for a container, its annotations included", () => {
    const securityContext = {
      privileged: true,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { add: ["NET_ADMIN"], drop: ["ALL"] },
    };
    const annotations = {
      "container.seccomp.security.alpha.kubernetes.io/c": "unconfined",
      "container.apparmor.security.beta.kubernetes.io/c": "unconfined",
      "container.apparmor.security.beta.kubernetes.io/d": "runtime/default",
    };
    expect(ofContainer({ securityContext }, annotations)?.security).toEqual({
      privileged: true,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      addedCapabilities: ["NET_ADMIN"],
      droppedCapabilities: ["ALL"],
      seccompAnnotation: "unconfined",
      appArmorAnnotation: "unconfined",
    });
  });

  it("is read of init containers, ephemeral containers and templates too", () => {
    const privileged = { securityContext: { privileged: true } };
    const spec = {
      initContainers: [{ name: "i", ...privileged }],
      containers: [],
      ephemeralContainers: [{ name: "e", ...privileged }],
    };
    const annotations = { "seccomp.security.alpha.kubernetes.io/pod": "docker/default" };
    const template = { metadata: { annotations }, spec };
    const workload = readWorkload("Deployment")({ metadata, spec: { template } });
    for (const { containers } of [pod(spec), workload]) {
      expect(containers.map(({ kind, security }) => [kind, security])).toEqual([
        ["init container", { privileged: true }],
        ["ephemeral container", { privileged: true }],
      ]);
    }
    expect(workload.security).toEqual({ seccompAnnotation: "docker/default" });
  });

  it.each([
    ["a privileged that is no boolean", { privileged: "true" }],
    ["a user that is no number", { runAsUser: "root" }],
    ["a profile without a type", { seccompProfile: {} }],
    ["capabilities that are no list", { capabilities: { drop: "ALL" } }],
  ])("is refused with %s", (_what, securityContext) => {
    expect(() => ofContainer({ securityContext })).toThrow();
  });
});

describe("volumes of a pod", () => {
  it("are kept where they may be written to or show the host, with their mounts", () => {
    const volumes = [
      { name: "config", configMap: { name: "c" } },
      { name: "host", hostPath: { path: "/etc", type: "" } },
      { name: "scratch", emptyDir: {} },
      { name: "nothing" },
      { name: "data", persistentVolumeClaim: { claimName: "data-0", readOnly: true } },
      { name: "share", nfs: { server: "n", path: "/x" } },
    ];
    const volumeMounts = volumes.map(({ name }) => ({ name, mountPath: `/${name}`, readOnly: name === "host" }));
    const read = pod({ containers: [{ name: "c", volumeMounts }], volumes });
    expect(read.volumes).toEqual([
      { name: "host", kind: "hostPath", path: "/etc" },
      { name: "scratch", kind: "emptyDir" },
      { name: "nothing", kind: "emptyDir" },
      { name: "data", kind: "persistentVolumeClaim", claim: "data-0", readOnly: true },
      { name: "share", kind: "nfs" },
    ]);
    expect(read.containers[0]?.mounts).toEqual([
      { volume: "host", path: "/host", readOnly: true },
      { volume: "scratch", path: "/scratch" },
      { volume: "nothing", path: "/nothing" },
      { volume: "data", path: "/data" },
      { volume: "share", path: "/share" },
    ]);
  });

  it("are Secrets too, which are kept by name as before", () => {
    const read = pod({ containers: [], volumes: [{ name: "s", secret: { secretName: "tls" } }] });
    expect(read.attachedSecrets).toEqual([{ secret: "tls", how: "volume" }]);
    expect(read).not.toHaveProperty("volumes");
  });
});
