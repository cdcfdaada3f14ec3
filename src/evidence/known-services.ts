/** What a service does, as far as a check asks for it. */
export type ServiceKind = "runs containers" | "keeps the journal" | "audits" | "forwards logs" | "monitors";

type KnownService = { readonly product: string; readonly kind: ServiceKind };

const all = (kind: ServiceKind, units: Readonly<Record<string, string>>): Readonly<Record<string, KnownService>> =>
  Object.fromEntries(Object.entries(units).map(([unit, product]) => [unit, { product, kind }]));

/** The units of services that every node is asked for, by the names that their packages give them. */
export const knownServices: Readonly<Record<string, KnownService>> = {
  ...all("runs containers", {
    "containerd.service": "containerd",
    "crio.service": "CRI-O",
    "docker.service": "Docker",
    "snap.microk8s.daemon-containerd.service": "containerd",
  }),
  ...all("keeps the journal", { "systemd-journald.service": "journald" }),
  ...all("audits", { "auditd.service": "auditd" }),
  ...all("forwards logs", {
    "rsyslog.service": "rsyslog",
    "syslog-ng.service": "syslog-ng",
    "systemd-journal-upload.service": "systemd-journal-upload",
    "fluent-bit.service": "Fluent Bit",
    "td-agent-bit.service": "Fluent Bit",
    "fluentd.service": "Fluentd",
    "td-agent.service": "Fluentd",
    "google-fluentd.service": "Fluentd",
    "vector.service": "Vector",
    "otelcol.service": "OpenTelemetry Collector",
    "otelcol-contrib.service": "OpenTelemetry Collector",
    "promtail.service": "Promtail",
    "alloy.service": "Grafana Alloy",
    "filebeat.service": "Filebeat",
    "elastic-agent.service": "Elastic Agent",
    "nxlog.service": "NXLog",
    "SplunkForwarder.service": "Splunk forwarder",
    "amazon-cloudwatch-agent.service": "Amazon CloudWatch agent",
    "google-cloud-ops-agent-fluent-bit.service": "Google Cloud Ops Agent",
    "azuremonitoragent.service": "Azure Monitor agent",
  }),
  ...all("monitors", {
    "node_exporter.service": "node_exporter",
    "prometheus-node-exporter.service": "node_exporter",
    "prometheus.service": "Prometheus",
    "telegraf.service": "Telegraf",
    "zabbix-agent.service": "Zabbix agent",
    "zabbix-agent2.service": "Zabbix agent",
    "datadog-agent.service": "Datadog agent",
    "falco-modern-bpf.service": "Falco",
    "falco-bpf.service": "Falco",
    "falco-kmod.service": "Falco",
    "tetragon.service": "Tetragon",
    "dragent.service": "Sysdig agent",
    "wazuh-agent.service": "Wazuh agent",
    "falcon-sensor.service": "CrowdStrike Falcon",
    "mdatp.service": "Microsoft Defender",
    "osqueryd.service": "osquery",
  }),
};
