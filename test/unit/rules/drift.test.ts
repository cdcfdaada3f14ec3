import { describe, expect, it } from "vitest";
import { judgeNode } from "../../../src/assess/judge.ts";
import { rule as autoTls } from "../../../src/rules/stig/V-242379-etcd-auto-tls.ts";
import { rule as kubeletAuthorization } from "../../../src/rules/stig/V-242392-kubelet-authorization-mode.ts";
import { rule as hostnameOverride } from "../../../src/rules/stig/V-242404-kubelet-hostname-override.ts";
import { rule as profiling } from "../../../src/rules/stig/V-242409-controller-manager-profiling.ts";
import { rule as maxAge } from "../../../src/rules/stig/V-242464-api-server-audit-log-max-age.ts";
import {
  type FactsGiven,
  facts,
  here,
  kubelet,
  kubeletStartsNext,
  manifestOf,
  processOf,
} from "../../support/facts.ts";
import { drifted, started } from "./control-plane.ts";

const component = "kube-apiserver";
const literal = (rule: typeof maxAge, given: FactsGiven) => judgeNode(rule, facts(given)).literal;

describe("a manifest and a process that differ", () => {
  it("are said where the verdicts agree, with both values", () => {
    const verdict = literal(maxAge, drifted(component, ["--audit-log-maxage=31"], ["--audit-log-maxage=30"]));
    expect(verdict.status).toBe("not_a_finding");
    expect(verdict.reason).toContain(
      "Restart pending: in the manifest --audit-log-maxage=31; in the running process --audit-log-maxage=30.",
    );
    expect(verdict.seen.map(({ value }) => value)).toEqual(
      expect.arrayContaining(["--audit-log-maxage=31", "--audit-log-maxage=30"]),
    );
  });

  it.each([
    [[], ["--profiling=false"]],
    [["--profiling=false"], []],
  ])("are said where they do not, and the worse counts: %j and %j", (configured, running) => {
    const verdict = literal(profiling, drifted("kube-controller-manager", configured, running));
    expect(verdict.status).toBe("open");
    expect(verdict.reason).toMatch(/Restart pending: .*--profiling=false.*/);
    expect(verdict.reason).toContain("--profiling is not set");
  });

  it("are said of etcd too, which reads one dash as two", () => {
    const verdict = literal(autoTls, drifted("etcd", ["-auto-tls=false"], ["--auto-tls=true"]));
    expect(verdict.reason).toContain("in the manifest -auto-tls=false; in the running process --auto-tls=true");
  });

  it.each([
    ["they agree", started(component, ["--audit-log-maxage=30"])],
    ["other flags differ", drifted(component, ["--audit-log-maxage=30", "--v=2"], ["--audit-log-maxage=30"])],
    ["the kubelet fills the value in", drifted(component, ["--audit-log-maxage=$(AGE)"], ["--audit-log-maxage=30"])],
  ])("are not said where %s", (_what, given) => {
    expect(literal(maxAge, given).reason).not.toContain("Restart");
  });
});

it("two manifests of one component: the worse counts, and both are named", () => {
  const [a, b] = ["a", "b"].map((name, index) => ({
    ...manifestOf([component, `--audit-log-maxage=${index === 0 ? 30 : 3}`]),
    source: { host: "n1", request: "test", file: `/etc/kubernetes/manifests/${name}.yaml` },
  }));
  if (a === undefined || b === undefined) throw new Error("two manifests");
  const given = (manifests: readonly (typeof a)[]): FactsGiven => ({
    ...started(component, ["--audit-log-maxage=30"]),
    "manifest.kube-apiserver": here(manifests),
    "process.kube-apiserver": here([processOf([component, "--audit-log-maxage=30"])]),
  });
  const verdict = literal(maxAge, given([a, b]));
  expect(verdict.status).toBe("open");
  expect(verdict.reason).toContain(
    "2 containers in static pod manifests start kube-apiserver (/etc/kubernetes/manifests/a.yaml, /etc/kubernetes/manifests/b.yaml).",
  );
  expect(literal(maxAge, given([b, a])).reason).toBe(verdict.reason);
});

describe("a kubelet whose next start differs", () => {
  const webhook = ["--authorization-mode=Webhook"];

  it("is judged by the worse of both where the text demands a flag, and the values are shown", () => {
    const verdict = literal(kubeletAuthorization, { ...kubelet(webhook, {}), ...kubeletStartsNext([]) });
    expect(verdict.status).toBe("open");
    expect(verdict.reason).toContain("Restart pending: in the unit --authorization-mode is not set");
    expect(verdict.seen.map(({ what }) => what)).toContain("--authorization-mode of kubelet, next start");
  });

  it("is not judged by a next start that nobody knows", () => {
    const given = { ...kubelet(webhook, {}), ...kubeletStartsNext("unknown") };
    expect(literal(kubeletAuthorization, given).status).toBe("not_a_finding");
  });

  it("has no verdict of its next start where it does not run", () => {
    const given = { ...kubelet([], {}), "process.kubelet": here([]), ...kubeletStartsNext(webhook) };
    expect(literal(kubeletAuthorization, given).status).toBe("not_reviewed");
  });

  it("runs as it does for the effective reading, which says so", () => {
    const given = facts({ ...kubelet([], {}), ...kubeletStartsNext(["--hostname-override=cp1"]) });
    const { effective } = judgeNode(hostnameOverride, given);
    expect(effective.status).toBe("not_a_finding");
    expect(effective.reason).toContain("in the unit --hostname-override=cp1");
  });
});

it("words out of a shell's script are marked as such", () => {
  const given = {
    ...started(component, []),
    "manifest.kube-apiserver": here([{ ...manifestOf([component]), fromShell: true }]),
  };
  expect(literal(maxAge, given).seen.map(({ what }) => what)).toContain(
    "--audit-log-maxage of kube-apiserver, static pod manifest, out of a shell's script",
  );
});
