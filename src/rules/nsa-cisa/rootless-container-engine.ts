import { entriesSeen } from "../../evidence/observed.ts";
import { notAFinding, notReviewed, type Seen } from "../../findings/verdict.ts";
import { condition, defineNodeRule, unseenVerdict } from "../define-rule.ts";
import { sandboxRows } from "../kit/guidance/workloads/sandboxes.ts";

const asWhom = (uid: number | undefined): string => (uid === undefined ? "not seen" : `uid ${uid}`);

const isRootless = condition(
  ["host.engines"] as const,
  (facts) => {
    const engines = facts["host.engines"];
    const kubelet = facts["process.kubelet"];
    const running = entriesSeen(engines);
    const kubelets = entriesSeen(kubelet);
    const seen: readonly Seen[] = [
      ...running.map(({ program, uid }) => ({ what: program, value: asWhom(uid), source: engines.source })),
      ...kubelets.map(({ uid }) => ({ what: "kubelet", value: asWhom(uid), source: kubelet.source })),
    ];
    const asRoot = running.filter(({ uid }) => uid === 0).map(({ program }) => program);
    const kubeletIsRoot = kubelets.some(({ uid }) => uid === undefined || uid === 0);
    if (running.length === 0) return notReviewed("No container engine that is known was found on this node.", seen);
    if (asRoot.length === 0 && !kubeletIsRoot) {
      // A rootless K3s holds the kubelet in its own process.
      const isEmbedded = running.some(({ program }) => program.startsWith("K3s"));
      if (kubelet.state === "unknown" && !isEmbedded) return unseenVerdict(kubelet);
      return notAFinding("The container engine does not run as root, and no kubelet does.", seen);
    }
    const who = [...asRoot, ...(kubeletIsRoot ? ["kubelet"] : [])].join(", ");
    return notReviewed(
      `As root runs: ${who}. That is usual; whether sandboxes (gVisor, Kata) or user namespaces make up for it is for a person.`,
      [...seen, ...sandboxRows(facts["api.runtime-classes"], facts["api.node-pods"])],
    );
  },
  ["process.kubelet", "api.runtime-classes", "api.node-pods"] as const,
);

export const rule = defineNodeRule({
  id: "rootless-container-engine",
  roles: ["control-plane", "worker"],
  literal: [isRootless],
  expected: "containerd, CRI-O or Docker, and the kubelet, run as another user than root",
  check:
    "On every node read as whom the container engine and the kubelet run: ps -o user,args -C " +
    "containerd,crio,dockerd,kubelet. A rootless engine needs a rootless kubelet (KubeletInUserNamespace, k3s " +
    "--rootless). Few clusters have that: where engines are root's, see which RuntimeClasses with a sandbox there are " +
    "(kubectl get runtimeclasses) and which pods use them or hostUsers: false.",
  fix:
    "Where workloads are not trusted run them in a sandbox (a RuntimeClass of gVisor or Kata) or with hostUsers: " +
    "false. A rootless engine (k3s --rootless, Usernetes) is an installation of its own with limits to its network " +
    "and storage, not a setting to change.",
});
