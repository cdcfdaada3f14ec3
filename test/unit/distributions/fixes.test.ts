import { expect, it } from "vitest";
import { distributions } from "../../../src/evidence/layout.ts";
import { assessmentSchema } from "../../../src/findings/assessment.ts";
import { assessed } from "./assessed.ts";
import { clusterNames, collected } from "./described-cluster.ts";

const titles: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(distributions).map(([name, { title }]) => [name, title])),
  plain: "a distribution that is not known",
};
// Nothing of theirs is open there.
const withoutFixes = ["bottlerocket", "talos"];

it.each(clusterNames)("open findings are fixed as %s has it, and no others", async (name) => {
  const { findings } = assessmentSchema.parse(assessed(await collected(name)));
  const fixed = findings.filter(({ fixes }) => fixes !== undefined);
  const shown = new Set(fixed.flatMap(({ fixes = [] }) => fixes.map(({ distribution }) => distribution)));
  expect([...shown]).toEqual(withoutFixes.includes(name) ? [] : [titles[name]]);
  expect(fixed.filter(({ status, effectiveStatus }) => ![status, effectiveStatus].includes("open"))).toEqual([]);
});

it("a flag of the API server is changed on kubeadm where kubeadm keeps it", async () => {
  const { findings } = assessed(await collected("kubeadm"));
  expect(findings.find(({ id }) => id === "V-242390")?.fixes).toMatchObject([
    {
      distribution: "kubeadm",
      nodes: 1,
      change: "flag of kube-apiserver",
      how: expect.stringMatching(/kube-apiserver\.yaml .*the kubelet restarts the pod/),
    },
  ]);
});
