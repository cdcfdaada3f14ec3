import { defineClusterRule } from "../define-cluster-rule.ts";
import { metadataServiceKept } from "../kit/guidance/clouds/metadata-service.ts";

export const rule = defineClusterRule({
  id: "cloud-credential-exposure",
  literal: [metadataServiceKept],
  expected:
    "on a cloud no pod of users reaches the metadata service, and credential files on nodes are readable by root alone",
  check:
    "Whether nodes are on a cloud say spec.providerID (kubectl get nodes -o yaml) and the labels of managed clusters. For " +
    "every pod of users look whether the NetworkPolicies of its namespace keep it from 169.254.169.254, and on Amazon " +
    "from fd00:ec2::254, port 80: where no policy with Egress selects it nothing does. Policies of network plugins " +
    "count as well; where there are some for egress it is left to a person, and a policy counts only where the network plugin enforces it. On the nodes modes and " +
    "owners are looked at, never contents: azure.json, cloud.conf and cloud-config in /etc/kubernetes, the files of " +
    "--cloud-config, and in /root and the home directories of /etc/passwd .aws/credentials and the credential files of " +
    ".config/gcloud and .azure. The hop limit of the metadata service and what the machines' roles allow are outside the " +
    "cluster: look at these at the cloud.",
  fix:
    "Deny egress to 169.254.169.254/32 and fd00:ec2::254/128 in every namespace of users, by a default deny or an " +
    "except of the block that is allowed. Demand session tokens with a hop limit of 1 of the metadata service, give " +
    "pods credentials by workload identity, and make files with credentials 0600 of root.",
});
