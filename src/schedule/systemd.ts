import { onCalendar } from "./moment.ts";
import { filesRead, foldersWritten, type ScheduledAudit, secondsAtMost } from "./scheduled-audit.ts";

/** A file of systemd's, for /etc/systemd/system. */
export type UnitFile = { readonly name: string; readonly text: string };

const stateFolder = "/var/lib/";
const isBelow = (path: string, folders: readonly string[]): boolean =>
  folders.some((folder) => path === folder || path.startsWith(`${folder}/`));

/** A word of ExecStart= (systemd.service(5)): percent and dollar signs are its own. */
export function unitWord(word: string): string {
  const plain = word.replaceAll("%", "%%").replaceAll("$", "$$$$");
  return /^[A-Za-z0-9_@%+=:,./$-]+$/.test(plain) ? plain : `"${plain.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

/** The service and the timer of an audit. */
export function systemdUnits(audit: ScheduledAudit): readonly UnitFile[] {
  const name = `plimsoll-${audit.inventory.cluster}`;
  return [
    { name: `${name}.service`, text: service(audit) },
    { name: `${name}.timer`, text: timer(audit) },
  ];
}

function service(audit: ScheduledAudit): string {
  const { inventory, program, args, user, prints } = audit;
  const read = filesRead(audit);
  const inHome = read.some((path) => isBelow(path, ["/home", "/root", "/run/user"]));
  const inTmp = [...read, ...program].some((path) => isBelow(path, ["/tmp", "/var/tmp"]));
  return `[Unit]
Description=plimsoll audit of ${inventory.cluster}
Documentation=man:systemd.exec(5)
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
User=${user}
ExecStart=${[...program, ...args].map(unitWord).join(" ")}
# Verdicts: something is open (1), unread (3), expired (6). Every other status is a failure.
SuccessExitStatus=1 3 6
# Later than the audit's own deadline: what was read until then is judged and reported.
TimeoutStartSec=${secondsAtMost(audit)}
# A stop is one signal to the audit, which judges what it has.
KillMode=mixed
TimeoutStopSec=300
Nice=10
UMask=0077

${places(audit)}
ProtectSystem=strict
ProtectHome=${inHome ? "read-only" : "yes"}
PrivateTmp=${inTmp ? "no" : "yes"}
PrivateDevices=yes
ProtectProc=invisible
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
# No rights but those of the user, root or not: keys must be that user's own.
CapabilityBoundingSet=
AmbientCapabilities=
NoNewPrivileges=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RemoveIPC=yes
SystemCallArchitectures=native
${prints ? "# Chromium's sandbox makes namespaces: no RestrictNamespaces=, no SystemCallFilter=." : filters}
`;
}

const filters = `RestrictNamespaces=yes
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM`;

/** Where the unit may write; what lies below /var/lib systemd makes. */
function places(audit: ScheduledAudit): string {
  const [made, others] = [true, false].map((isState) =>
    foldersWritten(audit).filter((folder) => (folder === audit.runs && folder.startsWith(stateFolder)) === isState),
  );
  return [
    ...(made ?? []).map((folder) => `StateDirectory=${folder.slice(stateFolder.length)}\nStateDirectoryMode=0700`),
    // A folder that is not there fails the unit.
    ...(others ?? []).map((folder) => `ReadWritePaths=${unitWord(folder)}`),
  ].join("\n");
}

const timer = ({ inventory, at }: ScheduledAudit): string => `[Unit]
Description=plimsoll audit of ${inventory.cluster}, by the clock

[Timer]
OnCalendar=${onCalendar(at)}
# One that was missed while the machine was off is made up for.
Persistent=yes

[Install]
WantedBy=timers.target
`;
