import type { SecurityModules } from "../../evidence/host-state.ts";
import { notAFinding, notReviewed, open, type Seen, type Verdict } from "../../findings/verdict.ts";
import { condition, defineNodeRule } from "../define-rule.ts";
import { noPodOptsOut } from "../kit/guidance/module-opt-outs.ts";

const yesNo = (is: boolean): string => (is ? "there" : "not there");

function judge(modules: SecurityModules, seen: readonly Seen[]): Verdict {
  const { securityfs, appArmor, appArmorParser, seLinux, seLinuxConfigured } = modules;
  if (appArmor && appArmorParser) {
    return notAFinding("AppArmor is on, and the container runtime has what it needs to confine containers.", seen);
  }
  if (appArmor) {
    return notReviewed(
      "AppArmor is on, but there is no /sbin/apparmor_parser, without which container runtimes load no profile.",
      seen,
    );
  }
  if (seLinux) {
    const configured = seLinuxConfigured === undefined ? "" : ` Its configuration says ${seLinuxConfigured}.`;
    return notReviewed(
      `SELinux is on.${configured} Whether it enforces now, and whether the container runtime labels containers, is not seen.`,
      seen,
    );
  }
  return securityfs
    ? open("Neither AppArmor nor SELinux is on.", seen)
    : notReviewed("Neither AppArmor nor SELinux is seen, but securityfs, which would show them, is not mounted.", seen);
}

const confines = condition(["host.security-modules"] as const, (facts) => {
  const fact = facts["host.security-modules"];
  if (fact.state === "absent") return notReviewed("The security modules were not looked at.");
  const { securityfs, appArmor, appArmorParser, seLinux, seLinuxConfigured = "not set" } = fact.value;
  const rows: readonly (readonly [string, string])[] = [
    ["/sys/kernel/security/lsm", yesNo(securityfs)],
    ["/sys/kernel/security/apparmor", yesNo(appArmor)],
    ["/sbin/apparmor_parser", yesNo(appArmorParser)],
    ["/sys/fs/selinux/enforce", yesNo(seLinux)],
    ...(seLinux ? [["SELINUX in /etc/selinux/config", seLinuxConfigured] as const] : []),
  ];
  return judge(
    fact.value,
    rows.map(([what, value]) => ({ what, value, source: fact.source })),
  );
});

export const rule = defineNodeRule({
  id: "linux-security-modules",
  roles: ["control-plane", "worker"],
  literal: [confines, noPodOptsOut],
  expected: "AppArmor or SELinux enforces on every node, and no pod of users opts out",
  check:
    "On every node: aa-status (AppArmor is on, cri-containerd.apparmor.d or crio-default is loaded in enforce mode) or " +
    "getenforce (Enforcing; containers run as container_t: ps -eZ). containerd labels for SELinux only with " +
    "enable_selinux = true, CRI-O with selinux = true; disable_apparmor = true takes AppArmor away. Pods opt " +
    "out by appArmorProfile or its annotation, and by seLinuxOptions.type (spc_t, unconfined_t); those of the platform " +
    "itself are shown and not counted.",
  fix:
    "Keep the module that the distribution brings: apparmor=1 security=apparmor (or lsm= with it) and the package " +
    "apparmor on Debian and Ubuntu, SELINUX=enforcing and container-selinux on Red Hat's and SUSE's. Set " +
    "enable_selinux = true in containerd's configuration where SELinux is used. A node must be drained and restarted.",
});
