import type { Privilege } from "../../inventory/inventory.ts";

/** What is started on a node: a shell that takes a program on stdin, or the reader that is installed there. */
export type NodeProgram = "shell" | "installed-reader";

/** Where an administrator puts the reader. */
export const installedReader = "/usr/local/sbin/plimsoll-reader";

/** What sudo asks by, on standard error: nothing else is taken for its question. */
export const passwordPrompt = "plimsoll-password-prompt:";

/** A program on stdin is mangled by no login shell and stands in no process list. */
const programs: Readonly<Record<NodeProgram, string>> = { shell: "/bin/sh -s", "installed-reader": installedReader };

// Where sudo asks for a password nothing may be sent before a word on stdout says that it has taken it.
const programsThatSpeak: Readonly<Record<NodeProgram, string>> = {
  ...programs,
  shell: '/bin/sh -c "echo plimsoll-shell; exec /bin/sh -s"',
};

/** The first word of what runs as root. The reader says its own. */
export const firstWords: Readonly<Record<NodeProgram, RegExp>> = {
  shell: /^plimsoll-shell$/m,
  "installed-reader": /^plimsoll-reader 1 /m,
};

/** The line that says which process sudo is. */
export const sudoProcess = /^plimsoll-sudo (\d{1,10})$/m;

/** sudo with the password on stdin, whatever it remembers; its words in English, its process id said first. */
const sudoThatAsks = (program: string): string =>
  `/bin/sh -c 'echo plimsoll-sudo $$; LC_ALL=C; export LC_ALL; exec sudo -k -S -p ${passwordPrompt} ${program}'`;

/** The command by which a program is started with the rights that it needs. */
export function startCommand(privilege: Privilege, program: NodeProgram): string {
  if (privilege === "sudo-password") return sudoThatAsks(programsThatSpeak[program]);
  if (privilege === "none") return programs[program];
  return `${privilege} -n ${programs[program]}`;
}
