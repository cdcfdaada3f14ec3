import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { requireTools } from "../../support/lab-requirements.ts";
import { canRunSshd } from "../connect/sshd.ts";
import { evidenceOf, type FaultCluster, manifestOf, readsOf, startFaultCluster } from "./fault-cluster.ts";

/** Where a connection is cut: by what its bytes show, or where the node has come; and what an audit says of it. */
const cuts = [
  ["accepted", "unreachable", "banner"],
  ["identified", "unreachable", "handshake"],
  ["key-exchange", "unreachable", "handshake"],
  ["encrypted", "unreachable", "authentication"],
  ["exec", "truncated", "exec"],
  ["upload", "truncated", "exec"],
  ["hello", "truncated", "ready"],
  ["between frames", "truncated", "ready"],
  ["in a frame", "truncated", "ready"],
] as const;

const hosts = (["fin", "reset"] as const).flatMap((how) =>
  cuts.map(([at, cause, stage]) => ({ name: `${how}-${at.replaceAll(" ", "-")}`, how, at, cause, stage })),
);
type Early = "accepted" | "identified" | "key-exchange" | "encrypted";
const early: readonly string[] = ["accepted", "identified", "key-exchange", "encrypted"] satisfies readonly Early[];
const isEarly = (at: string): at is Early => early.includes(at);

describe.skipIf(
  !canRunSshd("connections that are cut") || !requireTools("cuts", [{ command: "perl", package: "perl-base" }]),
)("a connection that is cut", () => {
  let cluster: FaultCluster;
  let folder = "";
  beforeAll(async () => {
    cluster = await startFaultCluster(["w1", ...hosts.map(({ name }) => name)]);
    folder = cluster.folder("run");
    for (const { name, how, at } of hosts) {
      const { proxy, stopAt, reached } = cluster.node(name);
      if (isEarly(at)) {
        proxy.set({ when: { at, how } });
        continue;
      }
      stopAt(at);
      void reached().then(() => proxy.cut(how));
    }
    const ended = await cluster.run("collect", "-o", folder);
    expect([ended.status, ended.stdout]).toEqual([0, `${folder}\n`]);
  });
  afterAll(() => cluster?.close());

  it.each(hosts)("at $at by $how leaves the host unread: $cause", async ({ name, how, at, cause, stage }) => {
    const { read, facts } = await evidenceOf(folder, name);
    expect(read).toMatchObject({ state: "unread", cause });
    // A reset may overtake what came before it: at the second attempt the connection's own success, or the reader's hello.
    const overtaken = isEarly(at) ? "tcp" : "exec";
    const stages = how === "reset" ? [overtaken, stage] : [stage];
    const attempt = facts["ssh.transport"];
    expect(stages).toContain(attempt.state === "present" ? attempt.value.stage : attempt.state);
  });

  it("has one second attempt before the login, and none after it", () => {
    for (const { name, at } of hosts) {
      const again = isEarly(at) && at !== "encrypted";
      expect([name, cluster.node(name).proxy.connections()]).toEqual([name, again ? 2 : 1]);
    }
  });

  it("does the others no harm, and is mended by going on: only what was cut is asked again", async () => {
    expect((await readsOf(folder))["w1"]).toBe("read");
    for (const { name } of hosts) {
      cluster.node(name).proxy.set({});
      cluster.node(name).stopAt(undefined);
      cluster.node(name).letGo();
    }
    const before = cluster.logins();
    const ended = await cluster.here("collect", "--resume", folder);
    expect([ended.status, ended.stderr]).toEqual([0, expect.stringContaining("1 of 19 hosts read before")]);
    expect(new Set(Object.values(await readsOf(folder)))).toEqual(new Set(["read"]));
    expect(cluster.node("w1").logins()).toBe(1);
    for (const { name } of hosts) expect(cluster.node(name).logins()).toBe((before[name] ?? 0) + 1);
    expect(manifestOf(folder)).toMatchObject({ state: "complete", resumed: [expect.any(String)] });
  });
});
