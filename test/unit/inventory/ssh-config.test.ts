import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadInventory } from "../../../src/inventory/load.ts";
import type { SshConfigAnswer, SshConfigReading } from "../../../src/inventory/ssh-config.ts";
import { YamlFileError } from "../../../src/yaml-file/yaml-file-error.ts";
import { sshSettings } from "../../support/ssh-settings.ts";

const folder = mkdtempSync(join(tmpdir(), "inventory-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, "inventory.yaml");

const said = (more: Partial<SshConfigAnswer> = {}): SshConfigAnswer => ({
  address: "10.9.0.1",
  user: "config-user",
  port: 2200,
  jumps: [],
  ...more,
});

async function load(text: string, answer: (name: string) => SshConfigReading = () => said()) {
  const asked: string[] = [];
  writeFileSync(file, `cluster: c\n${text}`);
  const { hosts } = await loadInventory(file, {
    home: "/home/op",
    sshConfig: (config, name) => {
      asked.push(`${config} ${name}`);
      return Promise.resolve(answer(name));
    },
  });
  return { hosts, asked };
}

async function mistakes(text: string, answer: (name: string) => SshConfigReading): Promise<readonly string[]> {
  return load(text, answer).then(
    () => [],
    (error) =>
      error instanceof YamlFileError ? error.messages.map((line) => line.replace(file, "F")) : [String(error)],
  );
}

describe("an inventory with an ssh_config", () => {
  it("takes from it what it does not say itself", async () => {
    const jump = { address: "b", port: 23, user: "bee", hostKeyAlias: "b-alias" };
    const all: SshConfigAnswer = said({
      identityFile: "/id",
      knownHosts: "/kh",
      hostKeyAlias: "alias",
      strictHostKeyChecking: "accept-new",
      identityAgent: "/agent",
      connectTimeout: 7,
      jumps: [jump],
    });
    const { hosts, asked } = await load("ssh: { config: cfg }\nhosts: [{ name: n1, role: worker }]\n", () => all);
    expect(asked).toEqual([`${folder}/cfg n1`]);
    expect(hosts[0]).toMatchObject({ name: "n1", address: "10.9.0.1" });
    expect(hosts[0]?.ssh).toEqual(
      sshSettings({
        config: `${folder}/cfg`,
        user: "config-user",
        port: 2200,
        identityFile: "/id",
        knownHosts: "/kh",
        hostKeyAlias: "alias",
        strictHostKeyChecking: "accept-new",
        identityAgent: "/agent",
        connectTimeout: 7,
        jumps: [{ ...jump, keyboardInteractive: false, connections: 4 }],
      }),
    );
  });

  it("is refused where the file alone says how host keys are checked, and that they are not", async () => {
    const text = `
ssh: { config: /cfg, user: audit }
hosts:
  - { name: n1, role: worker }
  - { name: n2, role: worker, ssh: { strictHostKeyChecking: yes } }
`;
    expect(await mistakes(text, () => said({ strictHostKeyChecking: "no" }))).toEqual([
      'F:3:16: /cfg says StrictHostKeyChecking no for "n1", but plimsoll always verifies host keys: ' +
        'say "strictHostKeyChecking" here, yes or accept-new',
    ]);
  });

  it("goes by its own words first, key by key", async () => {
    const kept = await load(
      `
ssh: { config: /cfg, user: audit, knownHosts: kh, strictHostKeyChecking: "yes", jump: { address: own } }
hosts:
  - { name: n1, role: worker, ssh: { port: 22, jump: none } }
  - { name: "n[2:3]", address: "10.0.0.[2:3]", role: worker, ssh: { config: /other } }
`,
      () => said({ knownHosts: "/their", strictHostKeyChecking: "no", jumps: [{ address: "b", port: 1, user: "b" }] }),
    );
    expect(kept.asked).toEqual(["/cfg n1", "/other 10.0.0.2", "/other 10.0.0.3"]);
    const [one, two] = kept.hosts;
    expect(one?.ssh).toMatchObject({ user: "audit", port: 22, knownHosts: `${folder}/kh`, jumps: [] });
    expect(two).toMatchObject({ address: "10.0.0.2", ssh: { port: 2200, strictHostKeyChecking: "yes" } });
    expect(two?.ssh.jumps).toMatchObject([{ address: "own", user: "audit" }]);
  });

  it("gives a bastion of the file the key for all hosts where the file names none", async () => {
    const jumps = [
      { address: "b", port: 1, user: "b" },
      { address: "c", port: 2, user: "c", identityFile: "/c" },
    ];
    const { hosts } = await load("ssh: { config: /c, identityFile: /id }\nhosts: [{ name: n1, role: worker }]\n", () =>
      said({ jumps }),
    );
    expect(hosts[0]?.ssh.jumps.map(({ identityFile }) => identityFile)).toEqual(["/id", "/c"]);
  });

  it("asks nothing without one", async () => {
    const { asked, hosts } = await load("ssh: { user: a }\nhosts: [{ name: n1, role: worker }]\n");
    expect(asked).toEqual([]);
    expect(hosts[0]?.ssh).toEqual(sshSettings({ user: "a", knownHosts: "/home/op/.ssh/known_hosts" }));
  });

  const common = "ssh: { config: cfg }\nhosts: [{ name: 'n[1:2]', role: worker }]\n";
  it.each<readonly [string, string, SshConfigReading, string]>([
    ["cannot be read", common, { refusal: "cfg:3: broken" }, "F:2:16: cfg:3: broken"],
    [
      "cannot be read for several entries",
      "ssh: { config: cfg }\nhosts: [{ name: n1, role: worker }, { name: n2, role: worker }]\n",
      { refusal: "cfg:3: broken" },
      "F:2:16: cfg:3: broken",
    ],
    [
      "names a certificate",
      "ssh: { config: cfg }\nhosts: [{ name: n1, role: worker, ssh: { config: own } }]\n",
      said({ certificateFile: "/c" }),
      'F:3:50: own says CertificateFile for "n1", which takes "transport: openssh"',
    ],
    [
      "names a command as way",
      "ssh: { config: cfg }\nhosts: [{ name: n1, role: worker }]\n",
      said({ proxyCommand: "nc %h %p" }),
      'F:2:16: cfg says ProxyCommand for "n1", which takes "transport: openssh"',
    ],
  ])("is refused, once, where its file %s", async (_what, text, answer, sentence) => {
    expect(await mistakes(text, () => answer)).toEqual([sentence]);
  });

  it("leaves certificates and commands to openssh", async () => {
    const text = "ssh: { config: cfg, transport: openssh }\nhosts: [{ name: n1, role: worker }]\n";
    const { hosts } = await load(text, () => said({ certificateFile: "/c", proxyCommand: "nc %h %p" }));
    expect(hosts[0]?.ssh).toMatchObject({ certificateFile: "/c", transport: "openssh", config: join(folder, "cfg") });
  });
});
