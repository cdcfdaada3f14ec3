import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { chooseContext } from "../../../../src/connect/api/choose-context.ts";

const folder = mkdtempSync(join(tmpdir(), "plimsoll-context-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const config = (user: object | null, more: object = {}): string =>
  JSON.stringify({
    "current-context": "main",
    clusters: [{ name: "prod", cluster: { server: "https://10.0.0.1:6443/" } }],
    contexts: [{ name: "main", context: { cluster: "prod", user: "auditor" } }],
    users: [
      { name: "other", user: { token: "o", tokenFile: "/other" } },
      { name: "auditor", user },
    ],
    ...more,
  });

describe("the context of a kubeconfig", () => {
  it("is its current one, or the one that is wanted", () => {
    expect(chooseContext(config({ token: "t" }), "/k", undefined)).toMatchObject({
      cluster: { server: "https://10.0.0.1:6443", skipTLSVerify: false },
      user: { name: "auditor", token: "t" },
    });
    const contexts = [{ name: "second", context: { cluster: "prod", user: "other" } }];
    expect(chooseContext(config({}, { contexts }), "/k", "second").user).toMatchObject({ token: "o" });
  });

  it("has its own user's token file", () => {
    expect(chooseContext(config({ tokenFile: "/mine" }), "/k", undefined).user).toMatchObject({ tokenFile: "/mine" });
    expect(chooseContext(config({ token: "t" }), "/k", undefined).user).not.toHaveProperty("tokenFile");
    expect(chooseContext(config(null), "/k", undefined).user).not.toHaveProperty("tokenFile");
  });

  it("is read with YAML's anchors and merges", () => {
    const text = [
      "current-context: main",
      "defaults: &defaults {server: 'https://10.0.0.1:6443'}",
      "clusters: [{name: prod, cluster: {<<: *defaults, tls-server-name: api}}]",
      "contexts: [{name: main, context: {cluster: prod, user: ''}}]",
    ].join("\n");
    const { cluster } = chooseContext(text, "/k", undefined);
    expect(cluster).toMatchObject({ server: "https://10.0.0.1:6443", tlsServerName: "api" });
  });

  it.each(["own", "secret"] as const)("opens no file that its `token-file` names, of a file that is %s", (shown) => {
    const secret = join(folder, "secret");
    writeFileSync(secret, "hunter2");
    const chosen = chooseContext(config({ "token-file": secret }), "/k", undefined, shown);
    expect(JSON.stringify(chosen)).not.toContain("hunter2");
  });

  it("is none where an entry, a cluster or a user is missing", () => {
    const without = (more: object): string => config({ token: "t" }, more);
    expect(() => chooseContext(without({ users: [] }), "/k", undefined)).toThrow('/k: no user for context "main"');
    expect(() => chooseContext(without({ clusters: null }), "/k", undefined)).toThrow(
      '/k: no cluster for context "main"',
    );
    expect(() => chooseContext(without({}), "/k", "none")).toThrow('/k: no cluster for context "none"');
    expect(() => chooseContext(without({ users: [{}] }), "/k", undefined)).toThrow("/k: users[0].name is missing");
    expect(() => chooseContext(without({ users: [null] }), "/k", undefined)).toThrow("/k: it is not a kubeconfig");
  });

  it("says of what is no YAML where, and of a node's file nothing", () => {
    const broken = 'users:\n- name: "hunter2\n';
    expect(() => chooseContext(broken, "/k", undefined)).toThrow(/^\/k: Missing closing "quote at line 3, column 1$/);
    expect(() => chooseContext("a: *hunter2", "cp-1:/k", undefined, "secret")).toThrow(
      /^cp-1:\/k: it is not a kubeconfig$/,
    );
  });
});
