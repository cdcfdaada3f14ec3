import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { offeredAlgorithms } from "../../../../src/connect/keys/algorithms.ts";
import { followChannels } from "../../../../src/connect/openssh/channels.ts";
import { masterArguments, type OpensshTarget } from "../../../../src/connect/openssh/ssh-arguments.ts";
import { startLogin } from "../../../../src/connect/openssh/ssh-process.ts";
import { requireTools } from "../../../support/lab-requirements.ts";

const target: OpensshTarget = {
  address: "fd00::1",
  port: 2222,
  user: "audit",
  knownHosts: `/a "b" c\\d/100%h`,
  strictHostKeyChecking: "yes",
  identityFile: "/keys/it's",
  connectTimeout: 10,
};

const argumentsFor = (more: Partial<OpensshTarget>, version = 9.2) =>
  masterArguments({ ...target, ...more }, { control: "/run/c 1/%c", goal: "login" }, { path: "ssh", version });

/** What ssh itself understands of its arguments. */
function understood(args: readonly string[]): ReadonlyMap<string, string> {
  const text = execFileSync("ssh", ["-G", ...args], { encoding: "utf8" });
  return new Map(
    text
      .trim()
      .split("\n")
      .map((line) => [line.split(" ")[0] ?? "", line.slice(line.indexOf(" ") + 1)] as const),
  );
}

const hasSsh = requireTools("ssh's arguments", [{ command: "ssh", package: "openssh-client" }]);

describe.skipIf(!hasSsh)("the arguments of ssh", () => {
  it("are understood as they are meant", () => {
    const settings = understood(argumentsFor({}));
    expect(Object.fromEntries(settings)).toMatchObject({
      hostname: "fd00::1",
      port: "2222",
      user: "audit",
      batchmode: "yes",
      stricthostkeychecking: "true",
      identitiesonly: "yes",
      identityfile: "/keys/it's",
      clearallforwardings: "yes",
      permitlocalcommand: "no",
      updatehostkeys: "false",
      preferredauthentications: "publickey",
      controlpath: "/run/c 1/%c",
      nohostauthenticationforlocalhost: "no",
    });
  });

  it("offer under --fips no algorithm but the approved ones", () => {
    const settings = understood(argumentsFor({ algorithms: offeredAlgorithms(true) }));
    const lists = [
      "kexalgorithms",
      "ciphers",
      "macs",
      "hostkeyalgorithms",
      "pubkeyacceptedalgorithms",
      "casignaturealgorithms",
    ];
    const offered = lists.flatMap((name) => settings.get(name)?.split(",") ?? []);
    const approved =
      /^(ecdh-sha2-nistp\d+|diffie-hellman-group1[468]-sha(256|512)|aes\d+-(ctr|gcm@openssh\.com)|hmac-sha2-\d+(-etm@openssh\.com)?|(ecdsa-sha2-nistp\d+|rsa-sha2-(256|512))(-cert-v01@openssh\.com)?)$/;
    expect(offered.length).toBeGreaterThan(30);
    expect(offered.filter((name) => !approved.test(name))).toEqual([]);
    expect(settings.get("requiredrsasize")).toBe("2048");
  });

  it("hold nothing that an older ssh refuses, which then offers no RSA host key under --fips", () => {
    const older = argumentsFor({ algorithms: offeredAlgorithms(true) }, 8);
    expect(older.join(" ")).not.toMatch(/KnownHostsCommand|ForkAfterAuthentication|RequiredRSASize/);
    expect(older.find((argument) => argument.startsWith("-oHostKeyAlgorithms="))).not.toContain("rsa-");
  });
});

describe("a process of ssh", () => {
  it("ends where whoever started it is gone", async () => {
    const { child } = startLogin("sleep", ["60"], process.env);
    const ended = once(child, "exit");
    child.stdin.destroy();
    expect(await ended).toEqual([null, "SIGTERM"]);
  });
});

describe("channels over a login", () => {
  it("are told apart by where they lead, whatever comes first", async () => {
    const channels = followChannels();
    const [one, two, session] = ["a:1", "b:2", "session"].map((to) => channels.expect(to));
    for (const line of [
      "debug1: channel_connect_stdio_fwd: b:2",
      "debug1: channel 5: new stdio-forward [stdio-forward] (inactive timeout: 0)",
      "debug1: channel 6: new session [client-session] (inactive timeout: 0)",
      "debug1: channel_connect_stdio_fwd: a:1",
      "debug1: channel 7: new [stdio-forward]",
      "channel 7: open failed: connect failed: Connection refused",
      "debug2: channel 6: open confirm rwindow 0 rmax 32768",
    ]) {
      channels.readLine(line);
    }
    channels.lose();
    expect(await Promise.all([one, two, session])).toEqual([
      { state: "refused", said: "connect failed: Connection refused" },
      { state: "lost" },
      { state: "open" },
    ]);
    expect(await channels.expect("c:3")).toEqual({ state: "lost" });
  });
});
