import { describe, expect, it } from "vitest";
import { componentProcesses } from "../../../src/probes/node/processes.ts";
import { parseProcesses } from "../../../src/probes/parse/process-lines.ts";
import { denied, here } from "../../support/facts.ts";

const base64 = (text: string) => Buffer.from(text).toString("base64");
const line = (network: string, comm: string, exe: string, cgroup: string, argv: readonly string[]) =>
  `p|374|0|${network}|${base64(comm)}|${base64(exe)}|${base64(cgroup)}|${base64(`${argv.join("\0")}\0`)}`;
const answer = (...processes: readonly string[]) => Buffer.from(`complete|yes\n${processes.join("\n")}\n`);

const apiServer = ["kube-apiserver", "--profiling=false", "--x=a b", ""];

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
    const environmentOf = (field: string) => {
      const etcd = line("host", "etcd", "/etcd", "0::/\n", ["etcd"]);
      return parseProcesses(answer(`${etcd}${field}`))[0]?.env;
    };
    // Go's programs take the first of two.
    expect(environmentOf(`|host|${base64("ETCD_AUTO_TLS=true\0ETCD_AUTO_TLS=false\0")}`)).toEqual({
      ETCD_AUTO_TLS: "true",
    });
    expect(environmentOf(`|host|${base64("ETCD_NAME=a b\nc\0ETCD_EMPTY=\0")}`)).toEqual({
      ETCD_NAME: "a b\nc",
      ETCD_EMPTY: "",
    });
    expect(environmentOf("|host|")).toEqual({});
    for (const field of ["", "|host|-", `|host|${base64("ETCD_NAME=a\0failed\0")}`, `|host|${base64("failed\0")}`]) {
      expect(environmentOf(field), field).toBe("unread");
    }
  });

  it("refuses a list that hides processes: it proves no absence", () => {
    expect(() => parseProcesses(Buffer.from("complete|no|hidepid\n"))).toThrow("not complete: hidepid");
  });

  it("refuses a line of another form", () => {
    expect(() => parseProcesses(answer("p|1|0|host|a|b|c"))).toThrow("not a process line");
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
    const etcd = line("host", "etcd", "/etcd", "0::/\n", ["etcd"]);
    const mountsOf = (field: string) => {
      const found = componentProcesses(processes(`${etcd}${field}`), "etcd");
      return found.state === "present" && found.value[0]?.mounts;
    };
    expect(mountsOf("|host|-")).toEqual([{ mountPath: "/", hostPath: "/" }]);
    expect(mountsOf("|other|-")).toEqual([]);
    expect(mountsOf("")).toEqual([]);
  });

  it("is unknown where the list is", () => {
    expect(componentProcesses(denied, "etcd").state).toBe("unknown");
  });
});
