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

  it("follows aliases and merge keys, with the line of their use", () => {
    const text = pod(
      "  containers:\n  - &first\n    name: &flag --profiling=false\n    command: &words [kube-apiserver]\n" +
        "    args:\n    - *flag\n  - <<: *first\n    args: *words\n  - *first",
    );
    const containers = parseManifest(text, source).map(({ invocation }) => [invocation.argv, invocation.lines]);
    expect(containers).toEqual([
      [
        ["kube-apiserver", "--profiling=false"],
        [7, 9],
      ],
      [
        ["kube-apiserver", "kube-apiserver"],
        [10, 11],
      ],
      [
        ["kube-apiserver", "--profiling=false"],
        [12, 12],
      ],
    ]);
  });

  it("finds every component of a pod, in init containers too", () => {
    const text = pod(
      "  initContainers: [{command: [etcd]}]\n  containers: [{command: [/pause]}, {command: [kube-scheduler]}]",
    );
    expect(parseManifest(text, source).map(({ component }) => component)).toEqual([
      "etcd",
      undefined,
      "kube-scheduler",
    ]);
  });

  it("reads the first of several documents, CRLF and a byte order mark", () => {
    const text = `\ufeff${pod("  containers: [{command: [etcd]}]")}\n---\nkind: Pod\n`.replaceAll("\n", "\r\n");
    expect(parseManifest(text, source).map(({ component }) => component)).toEqual(["etcd"]);
  });

  it.each(["kind: ConfigMap", "---\n", "---\n---\nkind: Pod\n", "just text", "[]", "{}"])(
    "starts nothing: %j",
    (text) => {
      expect(parseManifest(text, source)).toEqual([]);
    },
  );

  it.each(["Kind", "KIND", "\u212aind"])(
    "is not understood where its kind is called %s, which the kubelet takes for it",
    (key) => {
      const text = pod("  containers: [{command: [kube-apiserver, --anonymous-auth=true]}]");
      expect(() => parseManifest(text.replace("kind:", `${key}:`), source)).toThrow("kind");
    },
  );

  it("takes the last of variables of one name, also where it has no text", () => {
    const env =
      "env: [{name: ETCD_A, value: '1'}, {name: ETCD_A, value: '2'}, {name: B, value: '1'}, {name: B, valueFrom: {}}]";
    const text = pod(`  containers: [{command: [etcd, --a=$(ETCD_A), --b=$(B)], ${env}}]`);
    expect(one(text)?.invocation).toMatchObject({ argv: ["etcd", "--a=2", "--b=$(B)"], env: { ETCD_A: "2" } });
  });

  it("keeps no other variables than etcd's, and fills in what the pod gives only", () => {
    const env = "env: [{name: VAULT_TOKEN, value: abc}, {name: A, value: '1'}]";
    const text = pod(`  containers: [{command: [kube-apiserver, --a=$(A), --b=$(constructor)], ${env}}]`);
    expect(one(text)?.invocation).toMatchObject({ argv: ["kube-apiserver", "--a=1", "--b=$(constructor)"], env: {} });
  });

  it.each([
    ["no YAML", "a: [", "line 1"],
    ["a tab for indentation", "kind: Pod\nspec:\n\tcontainers: []\n", "line 3"],
    ["a key given twice", "kind: Pod\nkind: Pod", "line 2"],
    ["nothing", "", "empty"],
    ["only a comment", "# kind: Pod\n", "empty"],
    ["a NUL character", "kind: Pod\0", "NUL"],
    ["words that are no text", pod("  containers: [{command: [etcd, 5]}]"), "line 4"],
    ["a command that is no list", pod("  containers: [{command: etcd}]"), "no list"],
    ["a container that is no map", pod("  containers: [etcd]"), "container: Invalid input"],
    ["an environment that is no list", pod("  containers: [{command: [etcd], env: {A: b}}]"), "container.env: Invalid"],
    ["labels that are no text", "kind: Pod\nmetadata: {labels: {a: 1}}\n", "pod.metadata.labels.a: Invalid"],
  ])("refuses %s", (_what, text, why) => {
    expect(() => parseManifest(text, source)).toThrow(why);
  });
});
