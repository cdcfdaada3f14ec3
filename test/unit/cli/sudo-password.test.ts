import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { SshAccess } from "../../../src/cli/access/ssh-access.ts";
import { withSudoPassword } from "../../../src/cli/access/sudo-password.ts";
import type { Terminal } from "../../../src/cli/terminal/terminal.ts";
import { UsageError } from "../../../src/cli/usage-error.ts";
import type { Host, Privilege } from "../../../src/inventory/inventory.ts";
import { hostOf } from "../../support/inventory-host.ts";
import { sshSettings } from "../../support/ssh-settings.ts";
import { recordedTerminal } from "../../support/terminal.ts";

const folder = mkdtempSync(join(tmpdir(), "plimsoll-sudo-password-"));
const file = (name: string, text: string, mode: number): string => {
  writeFileSync(join(folder, name), text);
  // Past the umask.
  chmodSync(join(folder, name), mode);
  return name;
};

const host = (privilege: Privilege): Host => hostOf("cp1", { ssh: sshSettings({ privilege }) });

const access: SshAccess = {
  optionsFor: () => ({ random: () => 0 }) as unknown as ReturnType<SshAccess["optionsFor"]>,
  believed: () => [],
  close: () => undefined,
};

/** The password that a host is given, by what is at hand. */
async function given(
  privilege: Privilege,
  at: Partial<Terminal>,
  sudoPasswordFile?: string,
): Promise<string | undefined> {
  const { terminal } = recordedTerminal({ workingDirectory: folder, ...at });
  const flags = sudoPasswordFile === undefined ? {} : { sudoPasswordFile };
  const ssh = await withSudoPassword(access, [host("sudo"), host(privilege)], flags, terminal);
  return (await ssh.optionsFor(host(privilege)).sudoPassword?.lend("cp1"))?.text;
}

const inEnvironment = (PLIMSOLL_SUDO_PASSWORD: string) => ({ environment: { PLIMSOLL_SUDO_PASSWORD } });

describe("the password for sudo", () => {
  it("is asked for at the terminal, hidden and once", async () => {
    const questions: unknown[] = [];
    const ask: Terminal["ask"] = async (...question) => {
      questions.push(question);
      return "typed";
    };
    expect(await given("sudo-password", { ask })).toBe("typed");
    expect(questions).toEqual([["Password for sudo: ", { hidden: true }]]);
    expect(await given("sudo-password", { ask, ...inEnvironment("exported") })).toBe("exported");
    expect(await given("doas", { ask })).toBeUndefined();
    expect(questions).toHaveLength(1);
  });

  it("is the one line of a file that others cannot read", async () => {
    const name = file("private", "in a file \n", 0o600);
    expect(await given("sudo-password", inEnvironment("exported"), name)).toBe("in a file ");
  });

  // For what else: login-secrets.test.ts.
  it("is refused from a file that others can read", async () => {
    const failure = given("sudo-password", {}, file("group", "x\n", 0o640));
    await expect(failure).rejects.toThrow(UsageError);
    await expect(failure).rejects.toThrow(/group holds a secret and can be read by others.*chmod 600/);
  });

  it("is missed before anything is contacted", async () => {
    const sentence =
      /^cp1 needs a password for sudo: give it in PLIMSOLL_SUDO_PASSWORD, with --sudo-password-file, or at/;
    await expect(given("sudo-password", {})).rejects.toThrow(sentence);
    await expect(given("sudo-password", { ask: async () => undefined })).rejects.toThrow(sentence);
  });
});
