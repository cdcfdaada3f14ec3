import { describe, expect, it } from "vitest";
import { etcdHosts } from "../../../src/assess/etcd-hosts.ts";
import type { Observed } from "../../../src/evidence/observed.ts";
import type { Invocation } from "../../../src/evidence/processes.ts";
import { probeApiServerFiles } from "../../../src/probes/node/api-server-files.ts";
import { probeCertificates } from "../../../src/probes/node/certificates.ts";
import { probeEtcdSettings } from "../../../src/probes/node/etcd.ts";
import { probeEtcdData } from "../../../src/probes/node/etcd-data.ts";
import { probeStandIns, probeTextKubeconfigs } from "../../../src/probes/node/fixed-files.ts";
import { pathsByFlag } from "../../../src/probes/node/kubeconfigs.ts";
import { probeSeccompProfiles } from "../../../src/probes/node/seccomp-profiles.ts";
import { facts, here, layoutOf, nothing, processOf, source } from "../../support/facts.ts";
import { asked } from "./asked-host.ts";
import { directory, ok, statLine } from "./recorded-answers.ts";

/** A process that sees the host's files. */
const started = (...argv: readonly string[]): Invocation => ({
  ...processOf(argv),
  env: {},
  mounts: [{ mountPath: "/", hostPath: "/" }],
});
const running = (...argv: readonly string[]): Observed<readonly Invocation[]> => here([started(...argv)]);

// --new-flag may be a boolean or take the word behind it: which of the two files counts is not known.
describe("where a command line can be read in two ways", () => {
  it("the API server's files are not known that only one of them names", async () => {
    const policy = "/etc/kubernetes/policy.yaml";
    const ask = asked({ [`stat ${policy}`]: ok(statLine(policy)), [`read ${policy}`]: ok("kind: Policy\n") });
    const of = async (...flags: readonly string[]) =>
      (await probeApiServerFiles(ask, nothing, running("kube-apiserver", ...flags)))["content.audit-policy"];
    expect((await of("--new-flag=x", `--audit-policy-file=${policy}`)).state).toBe("present");
    expect(await of("--new-flag", `--audit-policy-file=${policy}`)).toMatchObject({
      state: "unknown",
      message: `--audit-policy-file names no file and ${policy}, by manifests, processes or how they can be read`,
    });
    expect((await of("--audit-policy-file=/old", "--new-flag", `--audit-policy-file=${policy}`)).state).toBe("unknown");
  });

  it("the certificates of both are read", async () => {
    const call = running("kube-apiserver", "--tls-cert-file=/a.crt", "--new-flag", "--tls-cert-file=/b.crt");
    const seen = await probeCertificates(asked({}), [call], [], source);
    expect(seen.state === "present" && Object.keys(seen.value)).toEqual(["/a.crt", "/b.crt"]);
  });

  it("the kubeconfigs of both are looked at", () => {
    const process = running("kube-scheduler", "--kubeconfig=/a.conf", "--new-flag", "--kubeconfig=/b.conf");
    const seen = pathsByFlag(asked({}), { component: "kube-scheduler", manifest: nothing, process }, ["kubeconfig"]);
    expect(seen.map(({ onHost }) => onHost)).toEqual(["/a.conf", "/b.conf"]);
  });

  it("both stand in for scheduler.conf, and where one names none that is not known", async () => {
    const ask = asked({ "stat /a.conf": ok(statLine("/a.conf")), "stat /b.conf": ok(statLine("/b.conf")) });
    const layout = { layout: layoutOf("kubeadm"), row: undefined, paths: {}, inContainer: false };
    const of = async (...flags: readonly string[]) => {
      const scheduler = running("kube-scheduler", ...flags);
      const by = (name: string) => (name === "kube-scheduler" ? scheduler : nothing);
      const components = { manifest: () => nothing, running: by };
      const files = await probeStandIns(ask, await probeTextKubeconfigs(ask), components, layout);
      return files.map(({ path, stat }) => [path, stat.state]);
    };
    expect(await of("--kubeconfig=/a.conf", "--new-flag", "--kubeconfig=/b.conf")).toEqual([
      ["/a.conf", "present"],
      ["/b.conf", "present"],
    ]);
    expect(await of("--new-flag", "--kubeconfig=/b.conf")).toEqual([
      ["no file", "unknown"],
      ["/b.conf", "present"],
    ]);
  });

  it("seccomp profiles are not known, for they may be elsewhere", async () => {
    const of = async (...flags: readonly string[]) =>
      (await probeSeccompProfiles(asked({}), running("kubelet", ...flags))).state;
    expect(await of("--new-flag=x", "--root-dir=/data")).toBe("absent");
    expect(await of("--new-flag", "--root-dir=/data")).toBe("unknown");
  });

  it("etcd's configuration file is not known, and its data is looked at in both places", async () => {
    const good = "/var/lib/etcd";
    const ask = asked({
      [`list ${good}`]: ok(directory(good)),
      "list /old": ok(directory("/old")),
      "stat /etcd.yaml": ok(statLine("/etcd.yaml")),
      "read /etcd.yaml": ok("data-dir: /var/lib/etcd\n"),
    });
    const seenOf = async (...flags: readonly string[]) => {
      const etcd = { manifest: nothing, process: running("etcd", ...flags) };
      const { config } = await probeEtcdSettings(ask, etcd);
      const data = await probeEtcdData(ask, etcd, config);
      const walks = data.state === "present" ? data.value.map(({ walk }) => walk) : [];
      return {
        config: config.state,
        walks: walks.map((walk) => (walk.state === "present" ? walk.value.root : walk.state)),
      };
    };
    expect(await seenOf("--data-dir=/old", "--new-flag", `--data-dir=${good}`)).toEqual({
      config: "absent",
      walks: ["/old", good],
    });
    expect(await seenOf("--data-dir=/old", "--config-file=/etcd.yaml")).toEqual({ config: "present", walks: [good] });
    expect(await seenOf("--data-dir=/old", "--new-flag", "--config-file=/etcd.yaml")).toEqual({
      config: "unknown",
      walks: ["/old", "unknown"],
    });
  });

  it("a host's etcd is known by the addresses alone that both give it", () => {
    const etcd = running(
      "etcd",
      "--listen-client-urls=https://10.0.0.1:2379",
      "--new-flag",
      "--listen-peer-urls=https://10.0.0.9:2380",
    );
    const evidence = { address: "10.0.0.2", facts: facts({ "process.etcd": etcd }) };
    expect(etcdHosts([evidence as never], nothing)).toEqual(["10.0.0.1", "10.0.0.2"]);
  });
});
