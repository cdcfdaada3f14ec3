import { writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { plimsollIn } from "../../support/plimsoll-here.ts";
import { knows } from "../connect/connect.ts";
import { canRunSshd, createWorkshop, makeKey, type Sshd, startSshd, user } from "../connect/sshd.ts";

describe.skipIf(!canRunSshd("ssh_config"))("an inventory that leaves its way to an ssh_config", () => {
  const workshop = createWorkshop();
  let bastion: Sshd;
  let node: Sshd;

  beforeAll(async () => {
    const authorized = [makeKey(workshop.path("key"))];
    bastion = await startSshd(workshop, { name: "bastion", authorized });
    node = await startSshd(workshop, { name: "node", authorized });
    writeFileSync(workshop.path("known"), knows(bastion) + knows(node));
    writeFileSync(
      workshop.path("included"),
      `Host worker-*\n  ProxyJump bastion\n  HostName 127.0.0.1\n  Port ${node.port}\n`,
    );
    const lines = [
      `Include ${workshop.path("included")}`,
      `Host bastion\n  HostName 127.0.0.1\n  Port ${bastion.port}`,
      `Host *\n  User ${user}\n  IdentityFile ${workshop.path("key")}\n  UserKnownHostsFile ${workshop.path("known")}`,
    ];
    writeFileSync(workshop.path("config"), `${lines.join("\n")}\n`);
    writeFileSync(workshop.path("broken"), "Host *\n  Nonsense yes\n");
  });
  afterAll(async () => {
    await Promise.all([bastion, node].map((sshd) => sshd?.stop()));
    workshop.remove();
  });

  function check(config: string, PATH: string | undefined) {
    const hosts = [{ name: "worker-1", role: "worker" }];
    writeFileSync(workshop.path("inventory.yaml"), stringify({ cluster: "c", ssh: { config }, hosts }));
    const around = { workingDirectory: workshop.path("."), environment: { PATH }, home: userInfo().homedir };
    return plimsollIn(around, "check", "--no-login", "-i", "inventory.yaml");
  }

  it.each([
    ["ssh reads it", process.env["PATH"]],
    ["we read it ourselves", "/nonexistent"],
  ])("is reached through its bastion where %s", async (_who, path) => {
    const logins = () => bastion.log().match(/Accepted publickey/g)?.length ?? 0;
    const before = logins();
    const { status, printed, talked } = await check("config", path);
    expect([status, talked]).toEqual([0, ""]);
    expect(printed).toMatch(/^worker-1 +127\.0\.0\.1:\d+ +none$/m);
    expect(logins()).toBe(before + 1);
  });

  it.each([
    ["ssh reads it", process.env["PATH"], /broken: line 2: Bad configuration option: nonsense\n$/],
    ["we read it ourselves", "/nonexistent", /broken:2: plimsoll does not know the keyword "nonsense"\n$/],
  ])("is refused with file and line where %s", async (_who, path, sentence) => {
    const { status, talked } = await check("broken", path);
    expect([status, talked]).toEqual([2, expect.stringMatching(sentence)]);
    expect(talked).toMatch(/^plimsoll: \S+inventory\.yaml:3:11: /);
  });
});
