import type { Privilege } from "../../inventory/inventory.ts";
import { type ConnectFailure, connectFailure } from "../connect-failure.ts";

/**
 * What says that nothing was run as root: sudo's and doas' own messages, those that sudo prints without its name (sudoers
 * plugin, audit.c), and a login shell's that finds neither program.
 */
const refusal =
  /^(?:.*: )?(?:sudo|doas): |^Sorry, user |is not in the sudoers file|(?:command not found|Unknown command): *'?(?:sudo|doas)\b/;

/** By these sudo has taken the password, and its policy says no. */
const byPolicy = /^Sorry, user |is not in the sudoers file|may not run sudo/;

const printed = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, " ").trim();

/** Of what came on standard error the lines that say something, each fit to be shown. */
export const linesOf = (diagnostics: string): readonly string[] =>
  diagnostics
    .split(/[\r\n]+/)
    .map((line) => printed(line).slice(0, 300))
    .filter((line) => line !== "");

/** Why nothing was run as root, by what came on standard error; undefined where nobody refused, or nobody was asked. */
export function refusedElevation(diagnostics: string, privilege: Privilege): ConnectFailure | undefined {
  const said = privilege === "none" ? undefined : linesOf(diagnostics).find((line) => refusal.test(line));
  return said === undefined ? undefined : connectFailure("exec", "sudo-refused", said);
}

/** The words by which sudo's policy refused whoever had given the right password; undefined where it did not. */
export const refusedByPolicy = (diagnostics: string): string | undefined =>
  linesOf(diagnostics).find((line) => byPolicy.test(line));
