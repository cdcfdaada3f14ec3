import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { hostPathOf } from "../../../src/evidence/container-paths.ts";
import { parseManifest } from "../../../src/probes/parse/manifest.ts";
import { source } from "../../support/facts.ts";

const recorded = readFileSync(new URL("../../lab/kubeadm-1.36/manifests/kube-apiserver.yaml", import.meta.url), "utf8");
const pod = (spec: string, metadata = "name: x") => `kind: Pod\nmetadata: {${metadata}}\nspec:\n${spec}`;
const one = (text: string) => parseManifest(text, source)[0];

describe("a static pod manifest", () => {
  it("gives the component, every word with its line, image and mounts", () => {
    const container = one(recorded);
    expect(container?.component).toBe("kube-apiserver");
    expect(container?.invocation).toMatchObject({ image: "registry.k8s.io/kube-apiserver:v1.36.2" });
    const { argv = [], lines = [] } = container?.invocation ?? {};
    const secure = argv.indexOf("--secure-port=6443");
    expect(recorded.split("\n")[(lines[secure] ?? 0) - 1]?.trim()).toBe("- --secure-port=6443");
    expect(hostPathOf(container?.invocation ?? { mounts: [] }, "/etc/kubernetes/pki/ca.crt")).toBe(
      "/etc/kubernetes/pki/ca.crt",
    );
    expect(hostPathOf(container?.invocation ?? { mounts: [] }, "/etc/kubernetes/pki-old/ca.crt")).toBeUndefined();
  });

  it("reads args after command, JSON, and expands the container's own variables", () => {
    const text = JSON.stringify({
      kind: "Pod",
      spec: {
        containers: [
          {
            command: ["/usr/local/bin/etcd"],
            args: ["--data-dir=$(DIR)", "--name=$$(DIR)"],
            env: [{ name: "DIR", value: "/data" }],
          },
        ],
      },
    });
    expect(one(text)).toMatchObject({
      component: "etcd",
      invocation: { argv: ["/usr/local/bin/etcd", "--data-dir=/data", "--name=$(DIR)"] },
    });
  });

  it("is not known by its file or pod name when the command says otherwise", () => {
    expect(one(pod("  containers: [{command: [kube-scheduler]}]", "name: kube-apiserver"))?.component).toBe(
      "kube-scheduler",
    );
  });

  it("is known by its label where the image's entry point starts it", () => {
    const text = pod(
      '  containers: [{image: "registry/kube-apiserver:v1.30.1", args: [--profiling=false]}]',
      "labels: {component: kube-apiserver}",
    );
    expect(one(text)).toMatchObject({
      component: "kube-apiserver",
      invocation: { argv: ["kube-apiserver", "--profiling=false"] },
    });
  });

  it("refuses a component that a shell starts: its flags would look unset", () => {
    const text = pod(
      '  containers: [{command: [/bin/sh, -c, "exec kube-apiserver --anonymous-auth=true"]}]',
      "labels: {component: kube-apiserver}",
    );
    expect(() => parseManifest(text, source)).toThrow("cannot be read");
  });

  it("maps the longest mount, with subPath", () => {
    const text = pod(
      "  volumes: [{name: a, hostPath: {path: /srv}}, {name: b, hostPath: {path: /opt/}}]\n" +
        "  containers: [{command: [etcd], volumeMounts: [{name: a, mountPath: /etc}, {name: b, mountPath: /etc/pki, subPath: tls}]}]",
    );
    const invocation = one(text)?.invocation ?? { mounts: [] };
    expect([
      hostPathOf(invocation, "/etc/x"),
      hostPathOf(invocation, "/etc/pki/ca.crt"),
      hostPathOf(invocation, "/var"),
    ]).toEqual(["/srv/x", "/opt/tls/ca.crt", undefined]);
  });

  it("does not look through a volume of another kind to the host below it", () => {
    const text = pod(
      "  volumes: [{name: a, hostPath: {path: /srv}}, {name: b, emptyDir: {}}]\n" +
        "  containers: [{command: [etcd], volumeMounts: [{name: a, mountPath: /etc}, {name: b, mountPath: /etc/pki}, {name: a, mountPath: /x, subPathExpr: $(Y)}]}]",
    );
    const invocation = one(text)?.invocation ?? { mounts: [] };
    expect([hostPathOf(invocation, "/etc/pki/ca.crt"), hostPathOf(invocation, "/x/y")]).toEqual([undefined, undefined]);
  });

  it("starts nothing when it is no Pod", () => {
    expect(parseManifest("kind: ConfigMap", source)).toEqual([]);
  });

  it.each([
    ["no YAML", "a: ["],
    ["a key given twice", "kind: Pod\nkind: Pod"],
    ["nothing", ""],
  ])("refuses %s", (_what, text) => {
    expect(() => parseManifest(text, source)).toThrow();
  });
});
