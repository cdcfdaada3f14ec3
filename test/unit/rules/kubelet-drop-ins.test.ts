import { describe, expect, it } from "vitest";
import { judgeNode } from "../../../src/assess/judge.ts";
import { replaySession } from "../../../src/connect/recordings/replay.ts";
import { asking } from "../../../src/probes/ask.ts";
import { probeKubeletConfig } from "../../../src/probes/node/kubelet-config.ts";
import type { NodeRule } from "../../../src/rules/define-rule.ts";
import { rule as readOnlyPort } from "../../../src/rules/stig/V-242387-kubelet-read-only-port.ts";
import { rule as anonymous } from "../../../src/rules/stig/V-242391-kubelet-anonymous-auth.ts";
import { rule as authorization } from "../../../src/rules/stig/V-242392-kubelet-authorization-mode.ts";
import { rule as staticPods } from "../../../src/rules/stig/V-242397-kubelet-static-pod-path.ts";
import { rule as kernelDefaults } from "../../../src/rules/stig/V-242434-kubelet-protect-kernel-defaults.ts";
import { rule as timeout } from "../../../src/rules/stig/V-245541-kubelet-streaming-timeout.ts";
import { apiNode, facts, here, kubelet, processOf, worker } from "../../support/facts.ts";

const head = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n";
const mounts = [{ mountPath: "/", hostPath: "/" }];

/** What a rule says of a worker whose kubelet has a file and a drop-in, read as the probes read them. */
async function judged(rule: NodeRule, base: string | undefined, dropIn: string, release = "v1.36.2") {
  const flags = [...(base === undefined ? [] : ["--config=/c.yaml"]), "--config-dir=/d"];
  const session = replaySession({
    "list /d": { state: "ok", text: "e|41ed|0|0|root|root|/d/\ne|81a4|0|0|root|root|/d/10.conf/" },
    "read /c.yaml": { state: "ok", text: `${head}${base}` },
    "read /d/10.conf": { state: "ok", text: `${head}${dropIn}` },
  });
  const process = here([{ ...processOf(["kubelet", ...flags]), mounts }]);
  const { config } = await probeKubeletConfig(asking(session, "n1"), process);
  const given = {
    ...kubelet(flags, {}, worker),
    "kubelet.config": config,
    "node.api": apiNode({ kubeletVersion: release }),
  };
  const { literal, effective } = judgeNode(rule, facts(given));
  return [literal.status, effective.status];
}

const unknown = ["not_reviewed", "not_reviewed"];

describe("a drop-in's key in another case, which the kubelet takes for the field", () => {
  it.each([
    ["readOnlyPort", readOnlyPort, "readOnlyPort: 0\n", "readonlyport: 10255\n"],
    ["protectKernelDefaults", kernelDefaults, "protectKernelDefaults: true\n", "protectkerneldefaults: false\n"],
    ["staticPodPath", staticPods, "readOnlyPort: 0\n", "staticpodpath: /etc/kubernetes/manifests\n"],
  ])("%s", async (_field, rule, base, dropIn) => {
    expect(await judged(rule, base, base)).toEqual(["not_a_finding", "not_a_finding"]);
    expect(await judged(rule, base, dropIn)).toEqual(unknown);
  });
});

describe("null in a drop-in, which takes nothing back before 1.32", () => {
  it.each([
    ["readOnlyPort", readOnlyPort, "readOnlyPort: 10255\n", "readOnlyPort: null\n"],
    ["authentication", anonymous, "authentication: {anonymous: {enabled: true}}\n", "authentication:\n"],
    ["authorization", authorization, "authorization: {mode: AlwaysAllow}\n", "authorization:\n"],
  ])("%s", async (_field, rule, base, dropIn) => {
    expect(await judged(rule, base, "")).toContain("open");
    expect((await judged(rule, base, dropIn, "v1.31.4"))[1]).toBe("not_reviewed");
  });

  it("by the text too", async () => {
    expect(await judged(readOnlyPort, "readOnlyPort: 10255\n", "readOnlyPort: null\n", "v1.31.4")).toEqual(unknown);
  });

  it("without a file, where the flag's default stays or goes", async () => {
    expect(await judged(readOnlyPort, undefined, "readOnlyPort: null\n")).toEqual(unknown);
  });
});

describe("0s in a drop-in, which is 4 hours since 1.32 and no timeout before", () => {
  const ofBase = "streamingConnectionIdleTimeout: 5m\n";
  const zero = "streamingConnectionIdleTimeout: 0s\n";

  it.each([
    ["over a file", ofBase, "v1.31.4", "open"],
    ["alone", undefined, "v1.31.4", "open"],
    ["over a file", ofBase, "v1.32.0", "not_a_finding"],
    ["alone", undefined, "v1.36.2", "not_a_finding"],
    ["over a file", ofBase, "of a vendor", "not_reviewed"],
  ])("%s (%s), %s", async (_where, base, release, effective) => {
    expect(await judged(timeout, base, zero, release)).toEqual(["open", effective]);
  });

  it("of the file itself is 4 hours in each release", async () => {
    expect(await judged(timeout, zero, "readOnlyPort: 0\n", "v1.28.0")).toEqual(["open", "not_a_finding"]);
  });

  it("of a file that is one of the drop-ins too counts as a drop-in's", async () => {
    const both = {
      file: "/d/10.conf",
      settings: { streamingConnectionIdleTimeout: { value: "0s", file: "/d/10.conf", line: 3 } },
    };
    const flags = ["--config=/d/10.conf", "--config-dir=/d"];
    const config = here({ files: [both.file, both.file], settings: both.settings });
    const given = { ...kubelet(flags, {}, worker), "kubelet.config": config };
    const node = apiNode({ kubeletVersion: "v1.31.4" });
    expect(judgeNode(timeout, facts({ ...given, "node.api": node })).effective.status).toBe("open");
  });
});
