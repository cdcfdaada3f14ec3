import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { parseManifest } from "../../../src/run-folder/manifest.ts";
import { plimsollIn } from "../../support/plimsoll-here.ts";
import { canRunSshd, createWorkshop, freePort, makeKey } from "../connect/sshd.ts";

describe.skipIf(!canRunSshd("keys before a run"))("what a run needs of SSH", () => {
  const workshop = createWorkshop();
  let port = 0;
  let runs = 0;

  beforeAll(async () => {
    makeKey(workshop.path("ed25519"));
    makeKey(workshop.path("ecdsa"), "ecdsa");
    makeKey(workshop.path("locked"), "ecdsa", "open sesame");
    port = await freePort();
  });
  afterAll(() => workshop.remove());

  /** Collects from a host where nothing listens: what is contacted is refused. */
  async function collect(ssh: object, flags: readonly string[] = []) {
    const hosts = [{ name: "node", address: "127.0.0.1", role: "worker" }];
    const file = workshop.path(`inventory-${runs++}.yaml`);
    writeFileSync(file, stringify({ cluster: "c", ssh: { user: "audit", port, ...ssh }, hosts }));
    const output = workshop.path(`run-${runs}`);
    const around = { workingDirectory: workshop.path(".") };
    return { ...(await plimsollIn(around, "collect", "-i", file, "-o", output, ...flags)), output };
  }

  it.each(["ssh2", "openssh"])("is by %s no key that --fips does not allow", async (transport) => {
    const identityFile = workshop.path("ed25519");
    expect(await collect({ transport, identityFile }, ["--fips"])).toMatchObject({
      status: 2,
      talked: expect.stringMatching(/holds a key of type \S+, which --fips does not allow\./),
    });
    const { talked, output } = await collect({ transport, identityFile: workshop.path("ecdsa") }, ["--fips"]);
    expect(talked).toMatch(/algorithms are restricted to approved ones; this Node's OpenSSL is (not )?in FIPS mode/);
    expect(parseManifest(readFileSync(join(output, "manifest.json"), "utf8"))).toMatchObject({ fips: true });
  });

  it.each([
    ["an encrypted key without an agent", { identityFile: "./locked" }, /is encrypted.*no agent runs/],
    ["no key", {}, /no identityFile in the inventory, and no agent runs/],
    ["questions", { identityFile: "./ecdsa", keyboardInteractive: true }, /nobody can answer the questions/],
    [
      "a certificate that is not there",
      { identityFile: "./ecdsa", certificateFile: "./none" },
      /none in the inventory/,
    ],
    ["a variable in a path", { identityFile: "./ecdsa", knownHosts: ["./$", "{HOME}"].join("") }, /takes no path with/],
  ])("is for openssh not %s", async (_what, ssh, sentence) => {
    expect(await collect({ transport: "openssh", ...ssh })).toMatchObject({
      status: 2,
      talked: expect.stringMatching(sentence),
    });
  });

  it("is no certificate for ssh2", async () => {
    const ssh = { identityFile: "./ecdsa", certificateFile: "./ecdsa.pub" };
    expect(await collect(ssh)).toMatchObject({
      status: 2,
      talked: 'plimsoll: node has a certificateFile in the inventory, which needs "transport: openssh"\n',
    });
  });
});
