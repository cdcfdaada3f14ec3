import type { Component } from "../component.ts";

/** Which rules, of every release, are about which part of a cluster, by Vuln ID. */
export const stigComponents: Readonly<Partial<Record<Component, readonly string[]>>> = {
  "api-server": [
    ...["V-242378", "V-242382", "V-242386", "V-242388", "V-242389", "V-242390", "V-242398", "V-242400", "V-242402"],
    ...["V-242403", "V-242410", "V-242418", "V-242419", "V-242422", "V-242436", "V-242438", "V-242461", "V-242462"],
    ...["V-242463", "V-242464", "V-242465", "V-245542", "V-245543", "V-245544", "V-254800", "V-254801", "V-274882"],
    // Its client's files for etcd, although the titles begin with etcd.
    ...["V-242429", "V-242430", "V-242431"],
  ],
  "controller-manager": ["V-242376", "V-242381", "V-242385", "V-242409", "V-242412", "V-242421"],
  scheduler: ["V-242377", "V-242384", "V-242411"],
  etcd: [
    ...["V-242379", "V-242380", "V-242413", "V-242423", "V-242426", "V-242427", "V-242428", "V-242432", "V-242433"],
    ...["V-242445", "V-242459"],
  ],
  // Manifests, PKI and kubeconfigs.
  "control-plane": ["V-242405", "V-242408", "V-242444", "V-242446", "V-242451", "V-242460", "V-242466", "V-242467"],
  kubelet: [
    ...["V-242387", "V-242391", "V-242392", "V-242397", "V-242399", "V-242404", "V-242406", "V-242407", "V-242420"],
    ...["V-242424", "V-242425", "V-242434", "V-242449", "V-242450", "V-242452", "V-242453", "V-242456", "V-242457"],
    ...["V-245541"],
    // Called kubeadm.conf there, it is the kubelet's unit.
    ...["V-242454", "V-242455"],
  ],
  "kube-proxy": ["V-242447", "V-242448"],
  // SSH and kubectl.
  host: ["V-242393", "V-242394", "V-242396"],
  access: ["V-274884"],
  workloads: ["V-242383", "V-242414", "V-242415", "V-242417", "V-242437", "V-274883"],
  cluster: ["V-242395", "V-242442", "V-242443"],
};

const byId = new Map(
  (Object.keys(stigComponents) as readonly Component[]).flatMap((component) =>
    (stigComponents[component] ?? []).map((id) => [id, component] as const),
  ),
);

/** The part of a cluster that a rule is about; a rule that the table has not is nobody's in particular. */
export const stigComponent = (id: string): Component => byId.get(id) ?? "cluster";
