/** An agent that is known by its image's repository, or by the program that holds a socket. */
export type KnownAgent = {
  readonly product: string;
  readonly kind: "forwards logs" | "monitors";
  readonly images: RegExp;
  readonly programs: readonly string[];
};

const forwarder = (product: string, images: RegExp, ...programs: readonly string[]): KnownAgent => ({
  product,
  kind: "forwards logs",
  images,
  programs,
});
const monitor = (product: string, images: RegExp, ...programs: readonly string[]): KnownAgent => ({
  product,
  kind: "monitors",
  images,
  programs,
});

/** Agents by the names under which their projects publish them, mirrors included (`mirror.example/fluent/fluent-bit`). */
export const knownAgents: readonly KnownAgent[] = [
  forwarder("Fluent Bit", /\/(aws-for-)?fluent-?bit(-gke)?$/, "fluent-bit", "td-agent-bit"),
  forwarder("Fluentd", /\/fluentd([a-z-]*)?$/, "fluentd"),
  forwarder("Vector", /\/timberio\/vector$/, "vector"),
  forwarder(
    "OpenTelemetry Collector",
    /\/(opentelemetry-collector|splunk-otel-collector|otel-collector)[a-z0-9-]*$/,
    "otelcol",
    "otelcol-contrib",
    "otelcol-k8s",
  ),
  forwarder("Promtail", /\/promtail$/, "promtail"),
  forwarder("Grafana Alloy", /\/grafana\/(alloy|agent)$/, "alloy", "grafana-agent"),
  forwarder("Filebeat", /\/filebeat[a-z-]*$/, "filebeat"),
  forwarder("Elastic Agent", /\/elastic-agent[a-z-]*$/, "elastic-agent"),
  forwarder("Logstash", /\/logstash[a-z-]*$/),
  forwarder("Splunk forwarder", /\/universalforwarder$/, "splunkd"),
  forwarder("Amazon CloudWatch agent", /\/cloudwatch-agent$/, "amazon-cloudwatch-agent"),
  forwarder("Azure Monitor agent", /\/(azuremonitor\/containerinsights\/.*|ama-logs)$/s, "mdsd"),
  forwarder("rsyslog", /\/rsyslog[a-z-]*$/),
  forwarder("syslog-ng", /\/syslog-ng$/),
  // Carries logs too where that is switched on.
  forwarder("Datadog agent", /\/datadog(hq)?\/agent$/),
  monitor("Datadog agent", /\/datadog(hq)?\/agent$/),
  monitor("node_exporter", /\/node-exporter$/, "node_exporter", "prometheus-node-exporter"),
  monitor("Prometheus", /\/prometheus\/prometheus$/, "prometheus"),
  monitor("Alertmanager", /\/prometheus\/alertmanager$/, "alertmanager"),
  monitor("kube-state-metrics", /\/kube-state-metrics$/, "kube-state-metrics"),
  monitor("metrics-server", /\/metrics-server$/, "metrics-server"),
  monitor("Falco", /\/falco(-no-driver|-driver-loader)?$/, "falco"),
  monitor("Tetragon", /\/tetragon$/, "tetragon"),
  monitor("Tracee", /\/tracee$/, "tracee"),
  monitor("KubeArmor", /\/kubearmor$/, "kubearmor"),
  monitor("Sysdig agent", /\/sysdig\/agent[a-z-]*$/, "dragent"),
  monitor("Wazuh agent", /\/wazuh-agent$/, "wazuh-agentd"),
  monitor("CrowdStrike Falcon", /\/falcon-(sensor|container)[a-z0-9-]*$/, "falcon-sensor"),
  monitor("Aqua enforcer", /\/aquasec\/(kube-)?enforcer$/),
  monitor("Prisma Cloud defender", /\/twistlock\/(private:)?defender.*$/s, "defender"),
  monitor("NeuVector", /\/neuvector\/enforcer$/),
  monitor("StackRox collector", /\/(collector-rhel8|collector-slim|stackrox-collector)[a-z0-9-]*$/),
  monitor("Dynatrace OneAgent", /\/(dynatrace-oneagent|oneagent)$/, "oneagentwatchdog"),
  monitor("Zabbix agent", /\/zabbix-agent2?$/, "zabbix_agentd", "zabbix_agent2"),
  monitor("Telegraf", /\/telegraf$/, "telegraf"),
];
