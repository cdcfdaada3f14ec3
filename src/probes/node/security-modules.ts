import type { SecurityModules } from "../../evidence/host-state.ts";
import { firstUnknown, type Observed, present } from "../../evidence/observed.ts";
import { type Ask, asText } from "../ask.ts";
import { statPath } from "./stat.ts";

const signs = [
  "/sys/kernel/security/lsm",
  // The kernel makes it only where AppArmor is on; containerd and CRI-O go by it, and by the parser.
  "/sys/kernel/security/apparmor",
  "/sbin/apparmor_parser",
];

// Beside them the only paths below /sys that the reader reads.
const enforce = "/sys/fs/selinux/enforce";
const enabled = "/sys/module/apparmor/parameters/enabled";

/** `SELINUX=` as libselinux reads it: the first line that gives it. */
const seLinuxMode = (text: string): string | undefined => /^SELINUX=([a-z]+)/m.exec(text)?.[1];

/** One letter that the kernel shows, and what it stands for. */
function readSwitch(text: string, meanings: Readonly<Record<string, boolean>>): boolean {
  const meaning = meanings[text.trim()];
  if (meaning === undefined) throw new Error("not what the kernel writes there");
  return meaning;
}

/** What SELinux, where it is on, is configured to be at the next boot. */
async function configuredMode(ask: Ask, isOn: boolean): Promise<string | undefined> {
  if (!isOn) return undefined;
  const config = await ask({ verb: "read", argument: "/etc/selinux/config" }, (payload) =>
    seLinuxMode(asText(payload)),
  );
  return config.state === "present" ? config.value : undefined;
}

/** Which security modules the kernel has switched on, and whether they enforce. */
export async function probeSecurityModules(ask: Ask): Promise<Observed<SecurityModules>> {
  const [looks, mode, on] = await Promise.all([
    Promise.all(signs.map((path) => statPath(ask, path))),
    ask({ verb: "read", argument: enforce }, (payload) => readSwitch(asText(payload), { 0: false, 1: true })),
    ask({ verb: "read", argument: enabled }, (payload) => readSwitch(asText(payload), { N: false, Y: true })),
  ]);
  const unseen = firstUnknown([...looks, mode, on]);
  if (unseen !== undefined) return unseen;
  const [securityfs, appArmor, appArmorParser] = looks.map(({ state }) => state === "present");
  const configured = await configuredMode(ask, mode.state === "present");
  return present(
    {
      securityfs: securityfs === true,
      appArmor: appArmor === true,
      appArmorParser: appArmorParser === true,
      ...(on.state === "present" ? { appArmorEnabled: on.value } : {}),
      seLinux: mode.state === "present",
      ...(mode.state === "present" ? { seLinuxEnforces: mode.value } : {}),
      ...(configured === undefined ? {} : { seLinuxConfigured: configured }),
    },
    { host: mode.source.host, request: "security modules in /sys" },
  );
}
