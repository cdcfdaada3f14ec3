import { describe, expect, it } from "vitest";
import { type JudgedHost, runAuthorizers } from "../../../src/assess/authorizers.ts";
import { parseStructuredFile } from "../../../src/probes/parse/structured-file.ts";
import {
  controlPlane,
  denied,
  type FactsGiven,
  facts,
  here,
  nothing,
  processOf,
  running,
  worker,
} from "../../support/facts.ts";

const host = (given: FactsGiven, read: JudgedHost["read"] = { state: "read" }): JudgedHost => ({
  target: "h",
  read,
  facts: facts(given),
});
const server = (...flags: readonly string[]): JudgedHost => host(running("kube-apiserver", flags));
const withFile = (text: string): JudgedHost =>
  host({
    ...running("kube-apiserver", ["--authorization-config=/a.yaml"]),
    "content.authorization-config": here({ path: "/a.yaml", file: "/a.yaml", content: parseStructuredFile(text) }),
  });
const config = (types: string) =>
  `apiVersion: apiserver.config.k8s.io/v1\nkind: AuthorizationConfiguration\nauthorizers: [${types}]\n`;
const workerHost = host({ "node.role": here(worker) });
const unread = { state: "unread", cause: "timed-out", message: "test" } as const;
const nodes = here([]);

const of = (...hosts: readonly JudgedHost[]) => {
  const found = runAuthorizers(hosts, nodes);
  return found.state === "present" ? found.value.join(",") : found.state;
};
const usual = server("--authorization-mode=Node,RBAC");

describe("the authorizers of a run", () => {
  it.each<readonly [string, readonly JudgedHost[], string]>([
    ["two modes", [usual], "Node,RBAC"],
    ["a mode given twice", [server("--authorization-mode=Node", "--authorization-mode=RBAC")], "Node,RBAC"],
    ["no mode", [server()], "AlwaysAllow"],
    ["all that any of them has", [usual, server("--authorization-mode=RBAC,Webhook")], "Node,RBAC,Webhook"],
    ["a worker beside it", [usual, workerHost], "Node,RBAC"],
    ["a worker that was not read", [usual, { ...workerHost, read: unread }], "Node,RBAC"],
    ["a file", [withFile(config("{type: RBAC, name: a}, {type: Webhook, name: b}"))], "RBAC,Webhook"],
    ["a file of another kind", [withFile("kind: Config\n")], "unknown"],
    ["a file that was not read", [server("--authorization-config=/a.yaml")], "unknown"],
    ["flags in a file", [server("--authorization-mode=RBAC", "--openshift-config=/a.yaml")], "unknown"],
    ["two readings", [server("--x", "--authorization-mode=Node,RBAC")], "unknown"],
    ["a host that may be anything", [usual, host({ "node.role": denied })], "unknown"],
    ["a control plane that was not read", [usual, { ...usual, read: unread }], "unknown"],
    [
      "a control plane whose API server does not run",
      [usual, host({ "node.role": here(controlPlane), "process.kube-apiserver": nothing })],
      "unknown",
    ],
    [
      "processes that could not be seen",
      [host({ "node.role": here(controlPlane), "process.kube-apiserver": denied })],
      "unknown",
    ],
    ["workers only", [workerHost], "unknown"],
    ["no host", [], "unknown"],
  ])("%s", (_what, hosts, expected) => {
    expect(of(...hosts)).toBe(expected);
  });

  it("are unknown where the API's nodes are, for there may be another control plane", () => {
    expect(runAuthorizers([usual], denied).state).toBe("unknown");
    expect(runAuthorizers([usual], nothing).state).toBe("unknown");
  });

  it("are those of the running process", () => {
    const changed = host({
      ...running("kube-apiserver", ["--authorization-mode=Node,RBAC"]),
      "process.kube-apiserver": here([processOf(["kube-apiserver", "--authorization-mode=AlwaysAllow"])]),
    });
    expect(of(changed)).toBe("AlwaysAllow");
  });
});
