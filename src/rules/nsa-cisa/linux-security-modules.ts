import type { SecurityModules } from "../../evidence/host-state.ts";
import { notAFinding, notReviewed, open, type Seen, type Verdict } from "../../findings/verdict.ts";
import { condition, defineNodeRule, saying } from "../define-rule.ts";
import { enforcing, runtimeConfines } from "../kit/guidance/workloads/confinement.ts";
import { noPodOptsOut } from "../kit/guidance/workloads/module-opt-outs.ts";

const yesNo = (is: boolean): string => (is ? "there" : "not there");

function judge(modules: SecurityModules, seen: readonly Seen[]): Verdict {
  const { securityfs, appArmor, appArmorEnabled, seLinux, seLinuxEnforces } = modules;
  const module = enforcing(modules);
  if (module !== undefined) return notAFinding(`${module} is on and enforces.`, seen);
  if ((appArmor && appArmorEnabled === undefined) || (seLinux && seLinuxEnforces === undefined)) {
    return notReviewed("AppArmor or SELinux is on; whether it enforces was not read.", seen);
  }
  if (seLinux) return open("SELinux is permissive: it records and enforces nothing.", seen);
  return securityfs
    ? open("Neither AppArmor nor SELinux is on.", seen)
    : notReviewed("Neither AppArmor nor SELinux is seen, but securityfs, which would show them, is not mounted.", seen);
}

const enforced = saying(
  "AppArmor or SELinux enforces",
  condition(["host.security-modules"] as const, (facts) => {
    const fact = facts["host.security-modules"];
    if (fact.state === "absent") return notReviewed("The security modules were not looked at.");
    const {
      securityfs,
      appArmor,
      appArmorParser,
      seLinux,
      seLinuxEnforces,
      seLinuxConfigured = "not set",
    } = fact.value;
    const mode = seLinuxEnforces === undefined ? [] : [["getenforce", seLinuxEnforces ? "Enforcing" : "Permissive"]];
    const rows = [
      ["/sys/kernel/security/lsm", yesNo(securityfs)],
      ["/sys/kernel/security/apparmor", yesNo(appArmor)],
      ["/sbin/apparmor_parser", yesNo(appArmorParser)],
      ["/sys/fs/selinux/enforce", yesNo(seLinux)],
      ...mode,
      ...(seLinux ? [["SELINUX in /etc/selinux/config", seLinuxConfigured]] : []),
    ];
    return judge(
      fact.value,
      rows.map(([what = "", value = ""]) => ({ what, value, source: fact.source })),
    );
  }),
);

export const rule = defineNodeRule({
  id: "linux-security-modules",
  roles: ["control-plane", "worker"],
  literal: [enforced, runtimeConfines, noPodOptsOut],
  expected: "AppArmor or SELinux enforces on every node, and no pod of users opts out",
  check:
    "On every node: aa-status (AppArmor is on, cri-containerd.apparmor.d or crio-default is loaded in enforce mode) or " +
    "getenforce (Enforcing; containers run as container_t: ps -eZ; semanage permissive -l does not name that). " +
    "containerd labels for SELinux only with enable_selinux = true (RKE2 and K3s: --selinux), CRI-O with selinux = true; " +
    "disable_apparmor = true takes AppArmor away. What containers that run are labelled with shows the switch in force; " +
    "where none runs that it would confine, read it in containerd config dump or crio status config. Pods opt " +
    "out by appArmorProfile or its annotation, and by seLinuxOptions.type (spc_t, unconfined_t); those of the platform " +
    "itself are shown and not counted.",
  fix:
    "Keep the module that the distribution brings: apparmor=1 security=apparmor (or lsm= with it) and the package " +
    "apparmor on Debian and Ubuntu, SELINUX=enforcing and container-selinux on Red Hat's and SUSE's. Set " +
    "enable_selinux = true in containerd's configuration where SELinux is used. A node must be drained and restarted.",
});
