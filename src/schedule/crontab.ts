import { cronFields } from "./moment.ts";
import type { ScheduledAudit } from "./scheduled-audit.ts";

/** A word of a shell's command line. */
export const shellWord = (word: string): string =>
  /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** A line of a user's crontab: cron(8) takes a percent sign for the end of the line unless it is escaped. */
export function crontab({ inventory, at, program, args, runs, user }: ScheduledAudit): string {
  const command = [...program, ...args].map(shellWord).join(" ").replaceAll("%", "\\%");
  return `# plimsoll audit of ${inventory.cluster}, for the crontab of ${user} (crontab -e), who must own ${runs} or the folder above it.
# cron mails what is printed: append >/dev/null for errors only.
${cronFields(at)} ${command}
`;
}
