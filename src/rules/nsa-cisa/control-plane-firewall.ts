import { defineNodeRule } from "../define-rule.ts";
import { namedSourcesOnly } from "../kit/guidance/firewall/control-plane-restricted.ts";

export const rule = defineNodeRule({
  id: "control-plane-firewall",
  roles: ["control-plane", "etcd"],
  literal: [namedSourcesOnly],
  expected: "6443, 2379 and 2380, 10250, 10257 and 10259 admitted from named sources only",
  check:
    "For every socket that is shown find what filters the way to it: nft list ruleset, iptables-save, firewall-cmd or ufw on " +
    "the node, security groups and network firewalls outside it. 6443 is for nodes and administrators, 2379 for API " +
    "servers, 2380 for members of etcd, 10250 for API servers; 10257 and 10259 are for nobody beyond the node but " +
    "monitoring. A Service or a load balancer that publishes the API needs the same: node ports and what a host in front " +
    "passes on come with other addresses than their senders', and the rules of the input hook see those only. Of nftables' " +
    "rules source addresses, ports, protocols, connection states and loopback are understood; a rule with anything else (an " +
    "extension of iptables, an interface, ct status) counts as one that may admit anybody and drops nobody for certain, so " +
    "what ufw and firewalld write is for a person.",
  fix:
    "Admit each port from the sources that need it and drop the rest, first on a node that can be reached by its console. " +
    "Rules that kube-proxy and the network plugin write are theirs: put your own in a table of their own, or in front of " +
    "the node.",
});
