import { describe, expect, it } from "vitest";
import { readerSource } from "../../../src/connect/reader.ts";
import type { Recording } from "../../../src/connect/recordings/recording.ts";
import { replaySession } from "../../../src/connect/recordings/replay.ts";
import { makeCertificates } from "../../../src/demo/certificates.ts";
import type { Invocation } from "../../../src/evidence/processes.ts";
import { asking } from "../../../src/probes/ask.ts";
import { table } from "../../../src/probes/distributions/table.ts";
import { probeCloudFiles } from "../../../src/probes/node/cloud-files.ts";
import { probeCredentials } from "../../../src/probes/node/credentials.ts";
import { type KubeconfigPlaces, probeKubeconfigs, type SeenComponent } from "../../../src/probes/node/kubeconfigs.ts";
import { parseKubeconfig } from "../../../src/probes/parse/kubeconfig.ts";
import { denied, here, layoutOf, manifestOf, nothing, processOf, source } from "../../support/facts.ts";
import { gone, ok, statLine } from "./recorded-answers.ts";

const { cert } = makeCertificates(new Date("2026-05-01T12:00:00Z"));
const data = Buffer.from(cert).toString("base64");

const withheld = { state: "failed", cause: "withheld", message: "x" } as const;
const stat = (path: string, bits = "8180"): string => statLine(path, bits);
const withUser = (lines: string): string => `kind: Config\nusers:\n- name: u\n  user:\n    ${lines}\n`;

const onHost = (...argv: readonly string[]): Invocation => ({
  ...processOf(argv),
  mounts: [{ mountPath: "/", hostPath: "/" }],
});
const kubelet = (...flags: readonly string[]): SeenComponent => ({
  component: "kubelet",
  manifest: nothing,
  process: here([onHost("kubelet", ...flags)]),
});

const probe = (node: Recording, given: Partial<KubeconfigPlaces> = {}) => {
  const ask = asking(replaySession({ credentials: ok("home|0|/root/\n"), ...node }), "n1");
  const layout = { layout: layoutOf("kubeadm"), row: undefined, paths: {}, inContainer: false };
  const others = { components: [], kubeProxy: Promise.resolve(nothing), layout };
  return probeCredentials(ask).then(async (places) => {
    const found = await probeKubeconfigs(ask, { ...others, places, ...given }, source);
    if (found.state !== "present") throw new Error("not present");
    return found.value;
  });
};

describe("a kubeconfig as the reader shows it", () => {
  it("has kinds of credentials, where they are not empty", () => {
    const text = withUser(
      'token: "REDACTED"\n    password: ""\n    exec: null\n    auth-provider: {}\n    client-key: "REDACTED"',
    );
    expect(parseKubeconfig(text)).toEqual({
      clusters: [],
      users: [{ name: "u", credentials: ["client-key", "token"] }],
    });
  });

  it("says which clusters are not verified", () => {
    const text = "clusters:\n- name: a\n  cluster:\n    insecure-skip-tls-verify: true\n- name: 7\n  cluster: {}\n";
    expect(parseKubeconfig(text)?.clusters).toEqual([
      { name: "a", skipsVerification: true },
      { name: "7", skipsVerification: false },
    ]);
  });

  it.each(["", "kind: KubeletConfiguration\n", "[]", "kind: KubeSchedulerConfiguration\nclientConnection: {}\n"])(
    "is none: %j",
    (text) => expect(parseKubeconfig(text)).toBeUndefined(),
  );

  it.each([
    'clusters:\n- name: a\n  cluster:\n    insecure-skip-tls-verify: "REDACTED"\n',
    'users: "REDACTED"\n',
    "users:\n- name: a\nusers:\n- name: b\n",
  ])("is not understood: %j", (text) => expect(() => parseKubeconfig(text)).toThrow());
});

describe("kubeconfigs of a node", () => {
  const conf = "/etc/kubernetes/kubelet.conf";

  it("are those that flags name, with the certificates that they name", async () => {
    const { files, unseen } = await probe(
      {
        [`stat ${conf}`]: ok(stat(conf)),
        [`kubeconfig ${conf}`]: ok(withUser('client-certificate: pki/client.pem\n    client-key: "REDACTED"')),
        "certificates /etc/kubernetes/pki/client.pem": ok(cert),
        "stat /etc/kubernetes/bootstrap.conf": gone,
        "kubeconfig /etc/kubernetes/bootstrap.conf": gone,
      },
      { components: [kubelet(`--kubeconfig=${conf}`, "--bootstrap-kubeconfig=/etc/kubernetes/bootstrap.conf")] },
    );
    expect(files).toMatchObject([
      {
        path: conf,
        namedBy: "--kubeconfig of kubelet",
        isNamed: true,
        content: {
          value: {
            users: [
              {
                credentials: ["client-key"],
                certificateFile: "/etc/kubernetes/pki/client.pem",
                certificates: { value: [{ subject: "CN=kube-apiserver" }] },
              },
            ],
          },
        },
      },
      { namedBy: "--bootstrap-kubeconfig of kubelet", stat: gone, content: gone },
    ]);
    expect(unseen).toEqual([]);
  });

  it("of a container are where its manifest mounts them, and unknown where it does not", async () => {
    const container = (flag: string) => ({
      ...manifestOf(["kube-scheduler", `--kubeconfig=${flag}`]),
      mounts: [{ mountPath: "/in", hostPath: "/out" }],
    });
    const process = here([processOf(["kube-scheduler", "--authentication-kubeconfig=/in/b.conf"])]);
    const { files } = await probe(
      Object.fromEntries(
        ["a", "b"].flatMap((name) => [
          [`stat /out/${name}.conf`, ok(stat(`/out/${name}.conf`))],
          [`kubeconfig /out/${name}.conf`, withheld],
        ]),
      ),
      {
        components: [
          { component: "kube-scheduler", manifest: here([container("/in/a.conf"), container("/else.conf")]), process },
        ],
      },
    );
    expect(files).toMatchObject([
      { path: "/out/a.conf", content: { state: "unknown", reason: "withheld" } },
      { path: "/else.conf", stat: { state: "unknown" }, content: { state: "unknown", reason: "unsupported" } },
      { path: "/out/b.conf", namedBy: "--authentication-kubeconfig of kube-scheduler" },
    ]);
  });

  it("are in places, each once: whose home it is, and no file that a person's names is read", async () => {
    const home = "/home/joe/.kube/config";
    const { files, homes, unseen } = await probe(
      {
        credentials: ok(
          `${stat(conf)}${stat(home)}${stat("/home/joe/.kube/configs", "41ed")}${stat("/etc/kubernetes/azure.json")}` +
            "home|1000|/home/joe/\nhome|1001|/home/joe/\nhome|0|/root/\nhome|2|/nfs/a/\nserved|/nfs/a/\nhome|3|/x/\nunseen|/x/\n",
        ),
        [`stat ${conf}`]: ok(stat(conf)),
        [`kubeconfig ${conf}`]: ok("kind: KubeletConfiguration\n"),
        [`kubeconfig ${home}`]: ok(withUser("client-certificate: /etc/shadow")),
      },
      { components: [kubelet(`--kubeconfig=${conf}`)] },
    );
    expect(files).toMatchObject([
      { path: conf, isNamed: true, content: { state: "absent" } },
      {
        path: home,
        isNamed: false,
        homeOf: [1000, 1001],
        content: { value: { users: [{ certificates: { state: "unknown", reason: "not-collected" } }] } },
      },
    ]);
    expect(homes).toEqual(["/home/joe", "/root"]);
    expect(unseen.map(({ reason, source: { request } }) => [reason, request])).toEqual([
      ["permission-denied", "credentials in /x"],
      ["not-collected", "credentials in /nfs/a"],
    ]);
  });

  it("have certificates in themselves, or unknown ones", async () => {
    const users = `kind: Config\nusers:\n${[`"${data}"`, '"REDACTED"', "AAAA"]
      .map((value) => `- name: u\n  user:\n    client-certificate-data: ${value}\n`)
      .join("")}`;
    const { files } = await probe({ credentials: ok(stat(conf)), [`kubeconfig ${conf}`]: ok(users) });
    expect(files[0]).toMatchObject({
      content: {
        value: {
          users: [
            { certificates: { state: "present", value: [{ subject: "CN=kube-apiserver" }] } },
            { certificates: { state: "unknown", reason: "withheld" } },
            { certificates: { state: "present", value: [] } },
          ],
        },
      },
    });
  });

  it("are the distribution's too, as far as they are there", async () => {
    const layout = { layout: layoutOf("rke2"), row: undefined, inContainer: false };
    const paths = { kubeconfigs: ["/a"], otherKubeconfigs: ["/b", "/c"] };
    const { files } = await probe(
      { "stat /a": gone, "stat /b": withheld, "stat /c": ok(stat("/c")), "kubeconfig /c": ok(withUser("token: x")) },
      { layout: { ...layout, paths } },
    );
    expect(files).toMatchObject([
      { path: "/b", stat: { state: "unknown" }, content: { state: "unknown" } },
      { path: "/c", isNamed: false, namedBy: "the layout of RKE2", content: { state: "present" } },
    ]);
  });

  it("are not all known where a component, kube-proxy, the distribution or the places are not", async () => {
    const layout = { layout: denied, row: undefined, paths: {}, inContainer: false };
    const components = [{ component: "kube-scheduler", manifest: denied, process: denied }];
    const { unseen, homes } = await probe(
      { credentials: withheld },
      { components, layout, kubeProxy: Promise.resolve(denied) },
    );
    expect([unseen.length, homes]).toEqual([5, []]);
  });

  it("are asked for by a sweep wherever a distribution writes them", () => {
    const paths = [...table.values()].flatMap(({ paths: { kubeconfigs = [], otherKubeconfigs = [] } }) => [
      ...kubeconfigs,
      ...otherKubeconfigs,
    ]);
    const block = /kubeconfigs_of_distributions='([^']*)'/.exec(readerSource)?.[1]?.split("\n") ?? [];
    expect([...new Set(paths)].toSorted()).toEqual(block);
  });
});

it("files of clouds are those of --cloud-config and those in their places", async () => {
  const credentials = `${stat("/etc/kubernetes/azure.json")}${stat("/etc/kubernetes/cloud.conf")}home|0|/root/\nhome|1|/x/\nunseen|/x/\n`;
  const ask = asking(
    replaySession({ credentials: ok(credentials), "stat /etc/kubernetes/azure.json": withheld }),
    "n1",
  );
  const components = [kubelet("--cloud-config=/etc/kubernetes/azure.json"), { ...kubelet(), manifest: denied }];
  expect(await probeCloudFiles(ask, components, await probeCredentials(ask), source)).toMatchObject({
    value: {
      files: [
        { path: "/etc/kubernetes/azure.json", namedBy: "--cloud-config of kubelet", stat: { state: "unknown" } },
        { path: "/etc/kubernetes/cloud.conf", namedBy: "its place", stat: { state: "present" } },
      ],
      homes: ["/root"],
      unseen: [{ reason: "permission-denied" }, { reason: "permission-denied" }],
    },
  });
});
