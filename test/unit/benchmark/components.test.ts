import { describe, expect, it } from "vitest";
import { type Component, components } from "../../../src/benchmark/component.ts";
import { stigComponent, stigComponents } from "../../../src/benchmark/kubernetes-stig/components.ts";
import { nistOf } from "../../../src/benchmark/kubernetes-stig/nist-of.ts";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import { nsaCisa } from "../../../src/benchmark/nsa-cisa/guidance.ts";
import type { Change } from "../../../src/rules/fixes/change.ts";
import { guidanceChecks } from "../../../src/rules/guidance-index.ts";
import { rules } from "../../../src/rules/index.ts";

const stigRules = Object.values(releases).flatMap(({ requirements }) => requirements);
const required = [...new Set(stigRules.map(({ id }) => id))].toSorted();

describe("the table of components", () => {
  it("has every rule of every release once, and no other", () => {
    expect(Object.values(stigComponents).flat().toSorted()).toEqual(required);
  });

  it("uses every component", () => {
    const used = [...required.map(stigComponent), ...nsaCisa.requirements.map(({ component }) => component)];
    expect([...new Set(used)].toSorted()).toEqual(components.toSorted());
  });

  it("leaves a rule that it has not to nobody in particular", () => {
    expect(stigComponent("V-1")).toBe("cluster");
  });
});

/** What a change touches, where that is one component. */
const touched: Readonly<Partial<Record<Change, Component>>> = {
  "flag of kube-apiserver": "api-server",
  "flag of kube-controller-manager": "controller-manager",
  "flag of kube-scheduler": "scheduler",
  "flag of etcd": "etcd",
  "kubelet setting": "kubelet",
  "kubelet flag": "kubelet",
  "mode or owner of manifests": "control-plane",
  "mode or owner of kubelet files": "kubelet",
  "mode or owner of etcd data": "etcd",
  kubectl: "host",
  "SSH server": "host",
};
// The rule names what is read too: the kubelet's setting is one of many places of certificates.
const severalParts = ["certificate-validity"];
const componentOf = (id: string): Component =>
  nsaCisa.requirements.find((check) => check.id === id)?.component ?? stigComponent(id);
const changing = [...rules, ...guidanceChecks].flatMap((rule) => {
  const of = rule.kind === "node" ? new Set(rule.changes.map((change) => touched[change])) : new Set();
  return of.size === 1 && !of.has(undefined) && !severalParts.includes(rule.id) ? [[rule.id, [...of][0]] as const] : [];
});

it("knows of most rules what their fix changes", () => {
  expect(changing.length).toBeGreaterThan(70);
});

it.each(changing)("%s is about what its fix changes: %s", (id, component) => {
  expect(componentOf(id)).toBe(component);
});

describe("controls of NIST SP 800-53", () => {
  it("are those of all CCIs of a rule, each once", () => {
    expect(nistOf(["CCI-001403", "CCI-001404", "CCI-000213"])).toEqual(["AC-2 (4)", "AC-3"]);
    expect(nistOf(["CCI-999999"])).toEqual([]);
  });

  it("are known of every rule of the newest release, and of the earlier ones where revision 5 has any", () => {
    const none = stigRules.filter(({ ccis }) => nistOf(ccis).length === 0).map(({ id, ccis }) => `${id} ${ccis}`);
    expect(none.toSorted()).toEqual(["V-242415 CCI-000196", ...Array.from({ length: 3 }, () => "V-242442 CCI-002647")]);
    expect(releases.v2r6.requirements.every(({ ccis }) => nistOf(ccis).length > 0)).toBe(true);
  });
});
