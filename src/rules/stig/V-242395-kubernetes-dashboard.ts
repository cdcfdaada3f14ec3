import { defineClusterRule } from "../define-cluster-rule.ts";
import { dashboard, dashboardByText } from "../kit/cluster/dashboard.ts";
import { noPodHas, noPodTemplateHas, noTemplateHas } from "../kit/cluster/no-pod-has.ts";

export const rule = defineClusterRule({
  id: "V-242395",
  literal: [noPodHas(dashboardByText)],
  effective: [noPodHas(dashboard), noTemplateHas(dashboard), noPodTemplateHas(dashboard)],
  readings: {
    literal: "no pod has the label k8s-app=kubernetes-dashboard",
    effective: "no pod, workload or PodTemplate has one of the dashboard's labels or images",
  },
  expected: "no pod of the Kubernetes dashboard in any namespace",
  check:
    "Run kubectl get pods --all-namespaces -l k8s-app=kubernetes-dashboard: any pod, in whatever phase, is a " +
    "finding. The text asks for that label only; newer charts label their pods otherwise, so look at kubectl get " +
    "deployments --all-namespaces -o wide for images named kubernetesui/dashboard or kubernetes-dashboard, too.",
  fix:
    "Remove the dashboard with what installed it (helm uninstall, kubectl delete -f), usually in the namespace " +
    "kubernetes-dashboard, and with it the service accounts and role bindings that were made for it.",
});
