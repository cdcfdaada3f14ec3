import { describe, expect, it } from "vitest";
import { replaySession } from "../../../src/connect/recordings/replay.ts";
import { asking } from "../../../src/probes/ask.ts";
import { probeKubeletConfig } from "../../../src/probes/node/kubelet-config.ts";
import { type ConfigFile, mergeKubeletConfig } from "../../../src/probes/parse/kubelet-config.ts";
import { here, processOf } from "../../support/facts.ts";

const head = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n";
const config = (text: string, file = "/var/lib/kubelet/config.yaml") => ({ file, text: head + text });
const dropIn = (text: string) => config(text, "/etc/kubelet.d/10.conf");
const values = (base: ConfigFile, ...dropIns: readonly ConfigFile[]) =>
  Object.fromEntries(
    Object.entries(mergeKubeletConfig({ base, dropIns }).settings).map(([path, { value }]) => [path, value]),
  );

const bomb = [
  "a0: &a0 [x, x, x, x, x, x, x, x, x, x]",
  ...[1, 2, 3, 4, 5, 6].map((n) => `a${n}: &a${n} [${`*a${n - 1}, `.repeat(10)}]`),
].join("\n");

describe("the kubelet's configuration", () => {
  it("gives every leaf its file and line", () => {
    const { settings } = mergeKubeletConfig({
      base: config("authentication:\n  anonymous:\n    enabled: false\n"),
      dropIns: [],
    });
    expect(settings["authentication.anonymous.enabled"]).toEqual({
      value: false,
      file: "/var/lib/kubelet/config.yaml",
      line: 5,
    });
  });

  it("reads booleans as the kubelet does, and keeps strings strings", () => {
    expect(values(config('a: no\nb: "false"\nc: on\nd: 5m\n'))).toMatchObject({
      a: false,
      b: "false",
      c: true,
      d: "5m",
    });
  });

  it("follows aliases and merge keys; what they bring in stands where they are used", () => {
    const text =
      "x: &base\n  anonymous: {enabled: true}\n  webhook: {enabled: true}\nauthentication:\n  <<: *base\n" +
      "  webhook: {enabled: false}\nport: &p 10255\nreadOnlyPort: *p\n";
    const { settings } = mergeKubeletConfig({ base: config(text), dropIns: [] });
    const place = (path: string) => [settings[path]?.value, settings[path]?.line];
    expect(place("authentication.anonymous.enabled")).toEqual([true, 7]);
    expect(place("authentication.webhook.enabled")).toEqual([false, 8]);
    expect(place("readOnlyPort")).toEqual([10255, 10]);
  });

  it("takes a first merged map before the next, and quotes << as a key", () => {
    const text = 'a: &a {z: 1}\nb: &b {z: 2, y: 2}\nc: {<<: [*a, *b]}\nd: {"<<": {z: 3}}\n';
    expect(values(config(text))).toMatchObject({ "c.z": 1, "c.y": 2, "d.<<.z": 3 });
  });

  it("reads CRLF line ends and a byte order mark", () => {
    const text = `\ufeff${head}readOnlyPort: 0\n`.replaceAll("\n", "\r\n");
    expect(values({ file: "/c", text })).toMatchObject({ readOnlyPort: 0, kind: "KubeletConfiguration" });
  });

  it("refuses another YAML than the kubelet's", () => {
    expect(() => values({ file: "/c", text: `%YAML 1.2\n---\n${head}` })).toThrow("1.1");
  });

  it("reads JSON", () => {
    const text = '{"kind": "KubeletConfiguration", "readOnlyPort": 0, "featureGates": {"AllAlpha": true}}';
    expect(values({ file: "/c.json", text })).toMatchObject({ readOnlyPort: 0, "featureGates.AllAlpha": true });
  });

  it("lays drop-ins over it: maps merge, lists are replaced", () => {
    const merged = values(
      config(
        "clusterDNS: [10.0.0.1, 10.0.0.2]\nauthentication:\n  webhook: {enabled: true}\n  anonymous: {enabled: true}\n",
      ),
      config("clusterDNS: [10.9.9.9]\nauthentication:\n  anonymous: {enabled: false}\n", "/etc/kubelet.d/10.conf"),
    );
    expect(merged).toMatchObject({
      clusterDNS: ["10.9.9.9"],
      "authentication.webhook.enabled": true,
      "authentication.anonymous.enabled": false,
    });
  });

  it("deletes by null what no rule looks at", () => {
    const merged = values(config("address: 10.0.0.1\nlogging: {verbosity: 2}\n"), dropIn("address: null\nlogging:\n"));
    expect(Object.keys(merged)).toEqual(["apiVersion", "kind"]);
  });

  it("does not take a key of another case for the setting", () => {
    expect(values(config("ReadOnlyPort: 0\n"))).not.toHaveProperty("readOnlyPort");
  });

  it("does not take a key with dots for a path", () => {
    const merged = values(config("authentication.anonymous.enabled: false\nevictionHard: {memory.available: 5%}\n"));
    expect(Object.keys(merged)).not.toContain("authentication.anonymous.enabled");
    expect(merged["evictionHard.memory\\.available"]).toBe("5%");
  });

  it.each([
    ["no YAML", "a: [", "/c"],
    ["a key given twice", "readOnlyPort: 0\nreadOnlyPort: 10255\n", "/c"],
    ["several documents", "readOnlyPort: 0\n---\nreadOnlyPort: 10255\n", "/c"],
    ["an alias of nothing", "authentication: *none\n", "/c"],
    ["an alias within what it stands for", "authentication: &a {anonymous: *a}\n", "/c"],
    ["aliases that stand for more than memory holds", bomb, "/c"],
    ["a tab for indentation", "authentication:\n\tanonymous: {enabled: false}\n", "line 4"],
    ["a NUL character", "readOnlyPort: 0\0\n", "/c"],
  ])("refuses %s, naming the file", (_what, text, file) => {
    expect(() => mergeKubeletConfig({ base: config(text, file), dropIns: [] })).toThrow(file);
  });

  it("refuses a kubeconfig that lies where a configuration is expected", () => {
    const kubeconfig = { file: "/etc/kubernetes/kubelet.conf", text: "kind: Config\n" };
    expect(() => mergeKubeletConfig({ base: kubeconfig, dropIns: [] })).toThrow("kind is not KubeletConfiguration");
  });
});

// mergeKubeletConfigurations of cmd/kubelet/app/server.go: merged as JSON, decoded by encoding/json.
describe("drop-ins of which it is not known what they put in force", () => {
  it.each([
    [
      "a key in another case",
      "readOnlyPort: 0\n",
      "readonlyport: 10255\n",
      "line 3: in a drop-in readonlyport may be readOnlyPort",
    ],
    ["a key that is not in the file", "", "staticpodpath: /manifests\n", "staticPodPath"],
    [
      "a key on the way in another case",
      "",
      "Authentication: {anonymous: {enabled: true}}\n",
      "Authentication may be authentication",
    ],
    [
      "one below the right one",
      "",
      "authentication:\n  x509: {clientCaFile: /ca}\n",
      "line 4: in a drop-in clientCaFile may be authentication.x509.clientCAFile",
    ],
    ["gates in another case", "", "FeatureGates: {AllAlpha: true}\n", "featureGates"],
    ["letters that fold to those of ASCII", "", "\u017FtaticPodPath: /manifests\n", "staticPodPath"],
    [
      "null of a setting",
      "readOnlyPort: 10255\n",
      "readOnlyPort: null\n",
      "line 3: null takes readOnlyPort back from Kubernetes 1.32 on",
    ],
    [
      "null of what is above settings",
      "authorization: {mode: AlwaysAllow}\n",
      "authorization:\n",
      "null takes authorization back",
    ],
    [
      "null below",
      "authorization: {mode: AlwaysAllow}\n",
      "authorization: {mode: ~}\n",
      "null takes authorization.mode back",
    ],
    ["null of all gates", "featureGates: {AllAlpha: true}\n", "featureGates: null\n", "featureGates"],
    ["a relative path", "", "staticPodPath: manifests\n", "staticPodPath is a relative path"],
  ])("%s", (_what, base, dropped, message) => {
    expect(() => values(config(base), dropIn(dropped))).toThrow(message);
    expect(() => values(config(base), dropIn(dropped))).toThrow("/etc/kubelet.d/10.conf: ");
  });

  it("null of a setting that an earlier drop-in gives", () => {
    const later = { ...dropIn("readOnlyPort: null\n"), file: "/etc/kubelet.d/20.conf" };
    expect(() => values(config(""), dropIn("readOnlyPort: 0\n"), later)).toThrow("/etc/kubelet.d/20.conf");
  });

  it("null where no file is below, which the flags' defaults may outlive", () => {
    expect(() => mergeKubeletConfig({ dropIns: [dropIn("readOnlyPort: null\n")] })).toThrow("readOnlyPort");
  });

  it("nothing else: null of what is not set, keys of maps, the --config file's own case and paths", () => {
    const base = "ReadOnlyPort: 10255\nstaticPodPath: manifests\n";
    const dropped = "readOnlyPort:\nauthentication: {}\nfeatureGates: {readonlyport: true}\ntlsCertFile: ''\n";
    expect(values(config(base), dropIn(dropped))).toEqual({
      apiVersion: "kubelet.config.k8s.io/v1beta1",
      kind: "KubeletConfiguration",
      ReadOnlyPort: 10255,
      staticPodPath: "manifests",
      authentication: {},
      "featureGates.readonlyport": true,
      tlsCertFile: "",
    });
  });
});

it("reads drop-ins in the order in which the kubelet walks: a directory's before what only sorts like its slash", async () => {
  const files = ["/d/a/z.conf", "/d/a-b.conf", "/d/a.conf"];
  const listed = ["/d", "/d/a"].map((path) => `e|41ed|0|0|root|root|${path}/`);
  const list = [...listed, ...files.map((path) => `e|81a4|0|0|root|root|${path}/`)].join("\n");
  const texts = files.map(
    (path, port) => [`read ${path}`, { state: "ok", text: `${head}readOnlyPort: ${port}\n` }] as const,
  );
  const session = replaySession({ "list /d": { state: "ok", text: list }, ...Object.fromEntries(texts) });
  const { config, dropIns } = await probeKubeletConfig(
    asking(session, "n1"),
    here([{ ...processOf(["kubelet", "--config-dir=/d"]), mounts: [{ mountPath: "/", hostPath: "/" }] }]),
  );
  expect(dropIns).toEqual(files);
  expect(config).toMatchObject({ value: { settings: { readOnlyPort: { value: 2, file: "/d/a.conf" } } } });
});
