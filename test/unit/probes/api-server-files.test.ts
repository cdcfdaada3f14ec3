import { describe, expect, it } from "vitest";
import type { Recording } from "../../../src/connect/recordings/recording.ts";
import { replaySession } from "../../../src/connect/recordings/replay.ts";
import type { Observed } from "../../../src/evidence/observed.ts";
import type { Invocation, Mount } from "../../../src/evidence/processes.ts";
import { asking } from "../../../src/probes/ask.ts";
import { probeApiServerFiles } from "../../../src/probes/node/api-server-files.ts";
import { denied, here, manifestOf, nothing, processOf } from "../../support/facts.ts";
import { deniedAnswer, gone, ok, statLine } from "./recorded-answers.ts";

const audit = "--audit-policy-file=/etc/kubernetes/audit/policy.yaml";
const mounts: readonly Mount[] = [{ mountPath: "/etc/kubernetes/audit", hostPath: "/srv/audit" }];

/** What `stat` answers: a file unless the bits say otherwise. */
const stat = (path: string, bits?: string): Recording => ({ [`stat ${path}`]: ok(statLine(path, bits)) });
const folder = "41ed";
const link = "a1ff";

const container = (flags: readonly string[], more: readonly Mount[] = mounts): Invocation => ({
  ...manifestOf(["kube-apiserver", ...flags]),
  mounts: more,
});
const process = (flags: readonly string[]): Invocation => processOf(["kube-apiserver", ...flags]);

/** The facts, where manifest and process have the same flags. Asking for what is not recorded fails the test. */
const probe = (
  recording: Recording,
  flags: readonly string[],
  more: {
    readonly manifest?: Observed<readonly Invocation[]>;
    readonly process?: Observed<readonly Invocation[]>;
  } = {},
) =>
  probeApiServerFiles(
    asking(replaySession(recording), "n1"),
    more.manifest ?? here([container(flags)]),
    more.process ?? here([process(flags)]),
  );

const onHost = (content: string): Recording => ({
  ...stat("/srv/audit/policy.yaml"),
  "read /srv/audit/policy.yaml": ok(content),
});
const root = "/proc/374/root";
const inContainer = (content: string): Recording => ({
  ...stat(`${root}/etc`, folder),
  ...stat(`${root}/etc/kubernetes`, folder),
  ...stat(`${root}/etc/kubernetes/audit`, folder),
  ...stat(`${root}/etc/kubernetes/audit/policy.yaml`),
  [`read ${root}/etc/kubernetes/audit/policy.yaml`]: ok(content),
});

const auditOf = async (...given: Parameters<typeof probe>) => (await probe(...given))["content.audit-policy"];

describe("the files that the API server's flags name", () => {
  it("are absent where no flag names one", async () => {
    const facts = Object.values(await probe({}, ["--audit-policy-file="]));
    expect(facts.map(({ state }) => state)).toEqual(Array(5).fill("absent"));
  });

  it("are read where a hostPath mount shows them", async () => {
    expect(await auditOf(onHost("kind: Policy\nrules: [{level: None}]\n"), [audit])).toMatchObject({
      state: "present",
      value: {
        path: "/etc/kubernetes/audit/policy.yaml",
        file: "/srv/audit/policy.yaml",
        content: { kind: "Policy", rules: [{ level: "None" }] },
      },
      source: { request: "read /srv/audit/policy.yaml", file: "/srv/audit/policy.yaml" },
    });
  });

  it("are JSON or YAML 1.1 of one document", async () => {
    const contentOf = async (content: string) => {
      const fact = await auditOf(onHost(content), [audit]);
      return fact.state === "present" ? fact.value.content : fact.state === "unknown" && fact.reason;
    };
    expect(await contentOf('{"a": [1, true, null]}')).toEqual({ a: [1, true, null] });
    expect(await contentOf("---\n# a comment\na: no\n")).toEqual({ a: false });
    expect(await contentOf("")).toBeNull();
    for (const broken of ["a: 1\n---\na: 2\n", "a: [1", "a: 1\na: 2\n", "a: .nan\n", "a: !!set {x}\n"]) {
      expect(await contentOf(broken), broken).toBe("unparseable");
    }
  });

  it.each([
    ["the process's flag differs", [audit], ["--audit-policy-file=/b.yaml"], "/b.yaml"],
    ["only the manifest has it", [audit], [], "no file"],
    ["only the process has it", [], [audit], "no file"],
  ])("are unknown where %s", async (_what, configured, running, shown) => {
    const fact = await auditOf({}, [], { manifest: here([container(configured)]), process: here([process(running)]) });
    expect(fact).toMatchObject({ state: "unknown", reason: "unsupported" });
    expect(fact.state === "unknown" && fact.message).toContain("/etc/kubernetes/audit/policy.yaml");
    expect(fact.state === "unknown" && fact.message).toContain(shown);
  });

  it.each([
    ["two processes differ", { process: here([process([audit]), process(["--audit-policy-file=/b"])]) }, "unsupported"],
    ["the manifest was not read", { manifest: denied }, "permission-denied"],
    ["the processes were not seen", { process: denied }, "permission-denied"],
    [
      "two manifests mount other places",
      { manifest: here([container([audit]), container([audit], [{ mountPath: "/etc", hostPath: "/etc" }])]) },
      "unsupported",
    ],
  ])("are unknown where %s", async (_what, more, reason) => {
    expect(await auditOf({}, [audit], more)).toMatchObject({ state: "unknown", reason });
  });

  it.each([
    [
      "the file does not exist",
      { ...stat("/srv/audit/policy.yaml"), "read /srv/audit/policy.yaml": gone },
      "unparseable",
    ],
    [
      "the file is not readable",
      {
        ...stat("/srv/audit/policy.yaml"),
        "read /srv/audit/policy.yaml": deniedAnswer,
      },
      "permission-denied",
    ],
    ["the file is a link within the mount", stat("/srv/audit/policy.yaml", link), "unsupported"],
    ["the file is a directory", stat("/srv/audit/policy.yaml", folder), "unsupported"],
  ])("are unknown where %s", async (_what, recording: Recording, reason) => {
    expect(await auditOf(recording, [audit])).toMatchObject({ state: "unknown", reason });
  });

  it.each(["--audit-policy-file=policy.yaml", "--audit-policy-file=/etc/kubernetes/audit/../policy.yaml"])(
    "are unknown where the path is not plain: %s",
    async (flag) => {
      expect(await auditOf({}, [flag])).toMatchObject({ state: "unknown", reason: "unsupported" });
    },
  );

  it("are found by a path with doubled slashes", async () => {
    const fact = await auditOf(onHost("a: 1"), ["--audit-policy-file=/etc//kubernetes/audit/./policy.yaml"]);
    expect(fact).toMatchObject({ state: "present", value: { path: "/etc//kubernetes/audit/./policy.yaml" } });
  });
});

describe("a file that no hostPath mount covers", () => {
  const manifest = here([container([audit], [{ mountPath: "/etc/kubernetes/audit" }])]);

  it("is read through the process's root", async () => {
    const fact = await auditOf(inContainer("a: 1"), [audit], { manifest });
    expect(fact).toMatchObject({
      state: "present",
      value: { file: "/proc/PID/root/etc/kubernetes/audit/policy.yaml", content: { a: 1 } },
      source: { request: "read /proc/PID/root/etc/kubernetes/audit/policy.yaml" },
    });
  });

  it.each(["/etc/kubernetes", "/etc/kubernetes/audit/policy.yaml"])("is unknown where %s is a link", async (path) => {
    const fact = await auditOf({ ...inContainer("a: 1"), ...stat(root + path, link) }, [audit], { manifest });
    expect(fact).toMatchObject({ state: "unknown", reason: "unsupported" });
    expect(JSON.stringify(fact)).not.toContain("374");
  });

  it("is unknown without a process, or with several", async () => {
    const stopped = await auditOf({}, [audit], { manifest, process: nothing });
    const twice = await auditOf({}, [audit], { manifest, process: here([process([audit]), process([audit])]) });
    expect([stopped, twice]).toMatchObject([{ reason: "unsupported" }, { reason: "unsupported" }]);
  });
});

describe("a component that no manifest starts", () => {
  const path = "/etc/kubernetes/audit/policy.yaml";
  const both = (host: string, own: string): Recording => ({ [`read ${path}`]: ok(host), ...inContainer(own) });

  it("reads the host's file", async () => {
    const fact = await auditOf(both("a: 1", "a: 1"), [audit], { manifest: nothing });
    expect(fact).toMatchObject({ state: "present", value: { path, file: path, content: { a: 1 } } });
  });

  it("is unknown where its process sees another one: it runs in a container", async () => {
    const fact = await auditOf(both("a: 1", "a: 2"), [audit], { manifest: nothing });
    expect(fact).toMatchObject({ state: "unknown", reason: "unsupported" });
  });

  it("is unknown behind a link of the container, which the host follows elsewhere", async () => {
    const linked = { ...both("a: 1", "a: 1"), ...stat(`${root}/etc/kubernetes/audit`, link) };
    const fact = await auditOf(linked, [audit], { manifest: nothing });
    expect(fact).toMatchObject({ state: "unknown", message: expect.not.stringContaining("374") });
  });

  it("needs no second look where its process sees the host's files", async () => {
    const own = { ...process([audit]), mounts: [{ mountPath: "/", hostPath: "/" }] };
    const seen = { manifest: nothing, process: here([own]) };
    expect(await auditOf({ [`read ${path}`]: ok("a: 1") }, [audit], seen)).toMatchObject({ state: "present" });
  });
});

describe("plugins of the admission configuration", () => {
  const flag = "--admission-control-config-file=/etc/kubernetes/audit/admission.yaml";
  const named = (plugin: string): Recording => ({
    ...stat("/srv/audit/admission.yaml"),
    "read /srv/audit/admission.yaml": ok(`plugins: [${plugin}]`),
    ...stat("/srv/audit/psa.yaml"),
    "read /srv/audit/psa.yaml": ok("kind: PodSecurityConfiguration"),
  });
  const admissionOf = async (recording: Recording) => (await probe(recording, [flag]))["content.admission-config"];
  const configuration = { kind: "PodSecurityConfiguration" };

  it.each(["psa.yaml", "./psa.yaml", "../audit/psa.yaml", "/etc/kubernetes/audit/psa.yaml"])(
    "get what their own file holds: %s",
    async (path) => {
      const fact = await admissionOf(named(`{name: PodSecurity, path: ${path}}, {name: Other}`));
      expect(fact).toMatchObject({
        state: "present",
        value: { content: { plugins: [{ name: "PodSecurity", path, configuration }, { name: "Other" }] } },
      });
    },
  );

  it("keep the configuration that they have beside a path", async () => {
    const fact = await admissionOf(named("{name: PodSecurity, path: psa.yaml, configuration: {kind: Mine}}"));
    expect(fact).toMatchObject({ value: { content: { plugins: [{ configuration: { kind: "Mine" } }] } } });
  });

  it("are left as they are where they are not judged", async () => {
    const fact = await admissionOf(named("{name: PodSecurity, path: psa.yaml}, {name: Other, path: gone.yaml}"));
    expect(fact).toMatchObject({
      state: "present",
      value: { content: { plugins: [{ configuration }, { name: "Other", path: "gone.yaml" }] } },
    });
  });

  it("make all unknown where their file cannot be read", async () => {
    const fact = await admissionOf({
      ...named("{name: PodSecurity, path: psa.yaml}"),
      "read /srv/audit/psa.yaml": gone,
    });
    expect(fact).toMatchObject({ state: "unknown", reason: "unparseable" });
  });
});
