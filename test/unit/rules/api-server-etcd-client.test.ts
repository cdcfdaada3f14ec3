import type { NodeRule } from "../../../src/rules/define-rule.ts";
import { rule as ca } from "../../../src/rules/stig/V-242429-api-server-etcd-ca.ts";
import { rule as certificate } from "../../../src/rules/stig/V-242430-api-server-etcd-certificate.ts";
import { rule as key } from "../../../src/rules/stig/V-242431-api-server-etcd-key.ts";
import { ruleCases } from "../../support/rule-cases.ts";
import { hostFiles, started } from "./control-plane.ts";

/** V-242429, V-242430 and V-242431: one flag each of the API server as a client of etcd. */
function clientCases(rule: NodeRule, flag: string): void {
  const path = "/etc/kubernetes/pki/etcd-client.pem";
  const apiServer = (...flags: readonly string[]) => ({
    ...started("kube-apiserver", flags),
    ...hostFiles({ [path]: "file" }),
  });
  const set = `--${flag}=${path}`;
  const servers = "--etcd-servers=https://127.0.0.1:2379";
  ruleCases(rule, [
    ["unset", apiServer(servers), "open"],
    ["empty", apiServer(servers, `--${flag}=`), "open"],
    ["set, https", apiServer(servers, set), "not_a_finding"],
    [
      "set, the file missing",
      { ...apiServer(servers, set), ...hostFiles({ [path]: "missing" }) },
      "not_a_finding",
      "open",
    ],
    ["one server by http", apiServer("--etcd-servers=https://a:2379,http://b:2379", set), "not_a_finding", "open"],
    ["a server by http, added", apiServer(servers, "--etcd-servers=http://b:2379", set), "not_a_finding", "open"],
    ["no servers", apiServer(set), "not_a_finding", "open"],
    ["kine's socket", apiServer("--etcd-servers=unix:///run/k3s/kine.sock", set), "not_a_finding", "open"],
    [
      "events elsewhere by https",
      apiServer(servers, "--etcd-servers-overrides=/events#https://e:1;https://e:2", set),
      "not_a_finding",
    ],
    [
      "events elsewhere by http",
      apiServer(servers, "--etcd-servers-overrides=/events#https://e:1;http://e:2", set),
      "not_a_finding",
      "open",
    ],
    [
      "an override that cannot be read",
      apiServer(servers, "--etcd-servers-overrides=/events", set),
      "not_a_finding",
      "open",
    ],
  ]);
}

clientCases(ca, "etcd-cafile");
clientCases(certificate, "etcd-certfile");
clientCases(key, "etcd-keyfile");
