import { describe, expect, it } from "vitest";
import { componentProcesses } from "../../../src/probes/node/processes.ts";
import { parseProcesses } from "../../../src/probes/parse/process-lines.ts";
import { denied, here } from "../../support/facts.ts";
import { processLines } from "../../support/process-lines.ts";

const line = (network: string, comm: string, exe: string, cgroup: string, argv: readonly string[]) =>
  processLines({ pid: 374, network, comm, exe, cgroup, argv });
const answer = (...processes: readonly string[]) => Buffer.from(`complete|yes\n${processes.join("")}`);

const apiServer = ["kube-apiserver", "--profiling=false", "--x=a b", "--y=1\n--z", ""];

describe("process lines", () => {
  it("keeps every argument: spaces, line breaks, an empty last one", () => {
    const [read] = parseProcesses(
      answer(
        line("host", "kube-apiserver", "/usr/local/bin/kube-apiserver (deleted)", "0::/kubepods/pod1/x\n", apiServer),
      ),
    );
    expect(read).toMatchObject({
      argv: apiServer,
      exe: "/usr/local/bin/kube-apiserver",
      cgroup: "/kubepods/pod1/x",
      hostNetwork: true,
    });
  });

  it("takes the unified line of a hybrid cgroup file", () => {
    const cgroup = "9:name=systemd:/\n1:cpu:/elsewhere\n0::/system.slice/kubelet.service\n";
    expect(parseProcesses(answer(line("host", "kubelet", "/usr/bin/kubelet", cgroup, ["kubelet"])))[0]?.cgroup).toBe(
      "/system.slice/kubelet.service",
    );
  });

  it("gives the environment of etcd, and tells one that was not read from an empty one", () => {
    const environmentOf = (env: readonly string[] | "unread" | undefined) =>
      parseProcesses(answer(processLines({ comm: "etcd", ...(env === undefined ? {} : { env }) })))[0]?.env;
    // Go's programs take the first of two.
    expect(environmentOf(["ETCD_AUTO_TLS=true", "ETCD_AUTO_TLS=false"])).toEqual({ ETCD_AUTO_TLS: "true" });
    expect(environmentOf(["ETCD_NAME=a b\nc", "ETCD_EMPTY="])).toEqual({ ETCD_NAME: "a b\nc", ETCD_EMPTY: "" });
    expect(environmentOf([])).toEqual({});
    for (const env of ["unread" as const, undefined, ["ETCD_NAME=a", "failed"]]) {
      expect(environmentOf(env)).toBe("unread");
    }
  });

  it("refuses a list that hides processes: it proves no absence", () => {
    expect(() => parseProcesses(Buffer.from("complete|no|hidepid\n"))).toThrow("not complete: hidepid");
  });

  it.each([
    "p|1|0|host|a|b|c\n",
    "p|1|0|host|host\n",
    "a|kubelet\n",
    "p|1|0|host|host|-\ne|/a\n",
    "p|1|0|host|host|-\nc|a\n",
    "p|1|0|host|host|-\nc|a\nc|b\ne|/a\n",
    "p|1|0|host|host|-\nc|a\ne|/a\nx|b\n",
    "p|1|0|host|host|-\nc|a\ne|/a\n\na|b\n",
  ])("refuses lines of another form: %j", (lines) => {
    expect(() => parseProcesses(answer(lines))).toThrow("not a process line");
  });

  it("gives them by process id", () => {
    const said = [12, 7, 100].map((pid) => processLines({ pid }));
    expect(parseProcesses(answer(...said)).map(({ pid }) => pid)).toEqual([7, 12, 100]);
  });
});

describe("a component's processes", () => {
  const processes = (...given: readonly string[]) => here(parseProcesses(answer(...given)));

  it("leaves out those of clusters nested in pods", () => {
    const nested = line("other", "kube-apiserver", "/kube-apiserver", "0::/kubepods/pod2/y\n", [
      "kube-apiserver",
      "--anonymous-auth=false",
    ]);
    expect(componentProcesses(processes(nested), "kube-apiserver").state).toBe("absent");
  });

  it("knows a component by its executable where argv says otherwise, and hyperkube by its second word", () => {
    const renamed = line("host", "x", "/usr/bin/kubelet", "0::/\n", ["renamed", "--config=/c"]);
    const hyperkube = line("host", "hyperkube", "/hyperkube", "0::/\n", ["/hyperkube", "kubelet"]);
    expect(componentProcesses(processes(renamed, hyperkube), "kubelet")).toMatchObject({ value: { length: 2 } });
  });

  it("sees the host's files only where the node says so", () => {
    const mountsOf = (files: string) => {
      const found = componentProcesses(processes(processLines({ exe: "/etcd", argv: ["etcd"], files })), "etcd");
      return found.state === "present" && found.value[0]?.mounts;
    };
    expect(mountsOf("host")).toEqual([{ mountPath: "/", hostPath: "/" }]);
    expect(mountsOf("other")).toEqual([]);
    expect(mountsOf("")).toEqual([]);
  });

  it("is unknown where the list is", () => {
    expect(componentProcesses(denied, "etcd").state).toBe("unknown");
  });
});
