import type { SecurityModules } from "../../evidence/host-state.ts";
import { type Observed, present, type Unknown } from "../../evidence/observed.ts";
import { type Ask, asText } from "../ask.ts";
import { statPath } from "./stat.ts";

const signs = [
  "/sys/kernel/security/lsm",
  // The kernel makes it only where AppArmor is on; containerd and CRI-O go by it, and by the parser.
  "/sys/kernel/security/apparmor",
  "/sbin/apparmor_parser",
  "/sys/fs/selinux/enforce",
];

/** `SELINUX=` as libselinux reads it: the first line that gives it. */
const seLinuxMode = (text: string): string | undefined => /^SELINUX=([a-z]+)/m.exec(text)?.[1];

/** Which security modules the kernel has switched on. What they say themselves is below /sys, which is not read. */
export async function probeSecurityModules(ask: Ask): Promise<Observed<SecurityModules>> {
  const looks = await Promise.all(signs.map((path) => statPath(ask, path)));
  const unseen = looks.find((look): look is Unknown => look.state === "unknown");
  if (unseen !== undefined) return unseen;
  const [securityfs, appArmor, appArmorParser, seLinux] = looks.map(({ state }) => state === "present");
  const config = seLinux
    ? await ask({ verb: "read", argument: "/etc/selinux/config" }, (payload) => seLinuxMode(asText(payload)))
    : undefined;
  const configured = config?.state === "present" ? config.value : undefined;
  return present(
    {
      securityfs: securityfs === true,
      appArmor: appArmor === true,
      appArmorParser: appArmorParser === true,
      seLinux: seLinux === true,
      ...(configured === undefined ? {} : { seLinuxConfigured: configured }),
    },
    { host: looks[0]?.source.host ?? "", request: "security modules in /sys" },
  );
}
