import type { ContainerLabel, ContainerLabels, SecurityModules } from "../../../../evidence/host-state.ts";
import type { Observed, Source } from "../../../../evidence/observed.ts";
import type { ApiPod } from "../../../../evidence/pods.ts";
import { notAFinding, notReviewed, open, type Seen, type Verdict } from "../../../../findings/verdict.ts";
import { type Condition, condition, saying } from "../../../define-rule.ts";
import { hasEnded } from "../../cluster/pods.ts";
import { optsOut, unconfinedTypes } from "./module-opt-outs.ts";

type Module = "AppArmor" | "SELinux";

/** The module that the kernel says is on and enforces; undefined where neither is known to. */
export function enforcing(modules: SecurityModules): Module | undefined {
  if (modules.seLinuxEnforces === true) return "SELinux";
  return modules.appArmor && modules.appArmorEnabled === true ? "AppArmor" : undefined;
}

/** What runtimes put on containers that ask for nothing. */
const defaultProfiles = /^(cri-containerd\.apparmor\.d|crio-default(-\S+)?|docker-default) \((enforce|kill)\)$/;
const defaultTypes: readonly string[] = ["container_t", "container_init_t", "svirt_lxc_net_t"];

// The runtime's own: containers have it where it sets no labels.
const runtimeTypes: readonly string[] = [...unconfinedTypes, "container_runtime_t", "kubelet_t"];

const isOf = (module: Module, { label }: ContainerLabel): boolean =>
  /^[^:]+:[^:]+:[^:]+$/.test(label) === (module === "SELinux");
const typeOf = ({ label }: ContainerLabel): string => label.split(":")[2] ?? "";

const isDefault = (module: Module, one: ContainerLabel): boolean =>
  module === "SELinux" ? defaultTypes.includes(typeOf(one)) : defaultProfiles.test(one.label);

/** A container that should be confined and is not; of a label that is not known nothing is said. */
function isStray(module: Module, one: ContainerLabel): boolean {
  if (!one.limited) return false;
  return module === "SELinux" ? runtimeTypes.includes(typeOf(one)) : !/ \((enforce|kill)\)$/.test(one.label);
}

/** Whether pods ask to be left alone; undefined where that is not known. */
function asked(pods: Observed<readonly ApiPod[]>): boolean | undefined {
  if (pods.state !== "present") return undefined;
  const live = pods.value.filter((pod) => !hasEnded(pod));
  return live.some(({ security }) => security === undefined) ? undefined : live.some(optsOut);
}

const names = (labels: readonly ContainerLabel[]): string => labels.map(({ label }) => label).join(", ");

function judgeLabels(
  module: Module,
  labels: readonly ContainerLabel[],
  isAsked: boolean | undefined,
  seen: readonly Seen[],
): Verdict {
  const confined = labels.filter((one) => isDefault(module, one));
  const stray = labels.filter((one) => isStray(module, one));
  if (confined.length > 0 && (stray.length === 0 || isAsked === true)) {
    return notAFinding(`The container runtime has ${module} confine containers.`, seen);
  }
  if (confined.length > 0) {
    return notReviewed(`Containers run as ${names(stray)}; that a pod of this node asks for that is not seen.`, seen);
  }
  if (stray.length === 0) {
    return notReviewed(`Whether the container runtime has ${module} confine containers is not seen: none runs.`, seen);
  }
  return isAsked === false
    ? open(`The container runtime does not have ${module} confine containers: they run as ${names(stray)}.`, seen)
    : notReviewed(`Containers run as ${names(stray)}; whether pods ask for that is not known of each.`, seen);
}

const modeRow = (mode: string | undefined, source: Source): readonly Seen[] =>
  mode === undefined ? [] : [{ what: "AppArmor's own mode", value: mode, source }];

function judge(
  module: Module,
  { labels, appArmorMode: mode }: ContainerLabels,
  pods: Observed<readonly ApiPod[]>,
  source: Source,
): Verdict {
  const own = labels.filter((one) => isOf(module, one));
  const rows = own.map(({ label, limited }): Seen => {
    const what = limited ? "containers run as" : "privileged containers, or the runtime's own, run as";
    return { what, value: label, source };
  });
  const seen = [...modeRow(mode, source), ...rows];
  if (module === "AppArmor" && mode === undefined) return notReviewed("AppArmor's own mode is not seen.", seen);
  if (module === "AppArmor" && mode !== "enforce" && mode !== "kill") {
    return open(`AppArmor's own mode is ${mode}: it enforces no profile.`, seen);
  }
  return judgeLabels(module, own, asked(pods), seen);
}

/** The condition that the container runtime has the module that enforces confine what it starts, by what runs. */
export const runtimeConfines: Condition = saying(
  "the container runtime has it confine containers",
  condition(
    ["host.security-modules", "host.container-labels"] as const,
    (facts) => {
      const [modules, labels] = [facts["host.security-modules"], facts["host.container-labels"]];
      const module = modules.state === "present" ? enforcing(modules.value) : undefined;
      if (module === undefined || labels.state === "absent") {
        return notReviewed("Whether the container runtime confines containers is not seen.");
      }
      return judge(module, labels.value, facts["api.node-pods"], labels.source);
    },
    ["api.node-pods"] as const,
  ),
);
