import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { codeOf } from "../../error-code.ts";

/** As a number, 9.2 for "OpenSSH_9.2p1": enough to know what it understands. */
export type OpensshVersion = number;

/** The `ssh` that PATH finds. */
export type OpensshProgram = { readonly path: string; readonly version: OpensshVersion };

/** The oldest that this transport speaks to: RHEL 8 has it. */
const oldest = 8;

/** Finds `ssh`; a sentence where there is none that will do. Never rejects. */
export async function findOpenssh(): Promise<OpensshProgram | string> {
  try {
    // It says so on standard error.
    const { stderr } = await promisify(execFile)("ssh", ["-V"], { timeout: 10_000 });
    const version = versionIn(stderr);
    if (version === undefined) return `The transport openssh needs OpenSSH, and "ssh -V" says: ${firstLine(stderr)}.`;
    if (version < oldest)
      return `The transport openssh needs OpenSSH ${oldest}.0 or newer; this machine has ${version}.`;
    return { path: "ssh", version };
  } catch (error) {
    const why = codeOf(error) === "ENOENT" ? "there is none on the PATH" : codeOf(error) || String(error);
    return `The transport openssh needs the program "ssh" on this machine: ${why}.`;
  }
}

function versionIn(text: string): OpensshVersion | undefined {
  const found = /OpenSSH_(?:for_Windows_)?(\d+\.\d+)/.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}

const firstLine = (text: string): string => text.trim().split("\n")[0] ?? "";

/** Only what ssh needs: what else stands in this process's environment is nobody's. */
export function opensshEnvironment(agentSocket: string | undefined): NodeJS.ProcessEnv {
  const kept = ["HOME", "USER", "LOGNAME", "PATH", "KRB5CCNAME", "KRB5_CONFIG", "TMPDIR", "SSH_SK_PROVIDER"];
  const own = Object.fromEntries(
    kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
  // The words that are understood are the English ones; the shell is the one for which commands are quoted.
  const fixed = { LC_ALL: "C", SHELL: "/bin/sh", SSH_ASKPASS_REQUIRE: "never" };
  return { ...own, ...fixed, ...(agentSocket === undefined ? {} : { SSH_AUTH_SOCK: agentSocket }) };
}
