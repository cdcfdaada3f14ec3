import { describe, expect, it } from "vitest";
import type { DistributionName } from "../../../src/evidence/layout.ts";
import { fixesByDistribution, fixesOn } from "../../../src/rules/fixes/fixes-on.ts";
import { rules } from "../../../src/rules/index.ts";

const names = Object.keys(fixesByDistribution) as readonly DistributionName[];
const nodeRules = rules.flatMap((rule) => (rule.kind === "node" ? [rule] : []));
const known = new Set(nodeRules.flatMap(({ changes }) => changes));

it.each(nodeRules)("$id says what kind of change it asks for", ({ changes }) => {
  expect(changes.length).toBeGreaterThan(0);
  expect(new Set(changes).size).toBe(changes.length);
});

describe.each(names)("fixes on %s", (name) => {
  const { fixes } = fixesByDistribution[name];

  it("are sentences, each for a change that some rule asks for", () => {
    expect(Object.keys(fixes).filter((change) => !known.has(change as never))).toEqual([]);
    for (const how of Object.values(fixes)) expect(how).toMatch(/^[A-Z"].*[a-z0-9)]\.$/);
  });

  it("say how flags of the API server and settings of the kubelet are changed, or that they are not", () => {
    expect(fixesOn(name, ["flag of kube-apiserver", "kubelet setting"]).map(({ change }) => change)).toEqual([
      "flag of kube-apiserver",
      "kubelet setting",
    ]);
  });
});

it("know every change but the SSH server's on kubeadm, and leave out what is not known", () => {
  const all = [...known];
  expect(fixesOn("kubeadm", all).map(({ change }) => change)).toEqual(all.filter((change) => change !== "SSH server"));
  expect(fixesOn("talos", ["mode or owner of manifests"])).toEqual([]);
});

it("go by the shape of a rule", () => {
  const changesOf = (id: string) => nodeRules.find((rule) => rule.id === id)?.changes;
  expect(changesOf("V-242376")).toEqual(["flag of kube-controller-manager"]);
  expect(changesOf("V-242382")).toEqual(["flag of kube-apiserver"]);
  expect(changesOf("V-242423")).toEqual(["flag of etcd"]);
  expect(changesOf("V-242387")).toEqual(["kubelet flag", "kubelet setting"]);
  expect(changesOf("V-242405")).toEqual(["mode or owner of manifests"]);
  expect(changesOf("V-242447")).toEqual(["mode or owner of kubeconfigs"]);
  expect(changesOf("V-242450")).toEqual(["kubelet flag", "mode or owner of PKI files"]);
  expect(changesOf("V-242457")).toEqual(["mode or owner of kubelet files"]);
  expect(changesOf("V-242459")).toEqual(["mode or owner of etcd data"]);
  expect(changesOf("V-242467")).toEqual(["mode or owner of PKI files"]);
});
