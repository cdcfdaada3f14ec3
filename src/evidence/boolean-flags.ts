// From `--help` of Kubernetes 1.36 and etcd 3.5 and 3.6, and the logging flags that releases since 1.20 dropped; of the
// kubelet (cmd/kubelet/app/options) also --seccomp-default, which its help shows as if it took a word, and two that were dropped.
const names = `
  add-dir-header alsologtostderr anonymous-auth authentication-skip-lookup authentication-tolerate-lookup-failure
  contention-profiling disable-http2-serving enable-garbage-collector help leader-elect log-json-split-stream
  log-text-split-stream logtostderr one-output permit-address-sharing permit-port-sharing profiling skip-headers
  skip-log-headers unsupported-kube-api-over-localhost version

  aggregator-reject-forwarding-redirect allow-privileged audit-log-batch-throttle-enable audit-log-compress
  audit-log-truncate-enabled audit-webhook-batch-throttle-enable audit-webhook-truncate-enabled
  emulation-forward-compatible enable-aggregator-routing enable-bootstrap-token-auth enable-logs-handler
  enable-priority-and-fairness encryption-provider-config-automatic-reload kubelet-https
  runtime-config-emulation-forward-compatible send-retry-after-while-not-ready-once
  service-account-extend-token-expiration service-account-lookup shutdown-send-retry-after watch-cache

  allocate-node-cidrs configure-cloud-routes disable-attach-detach-reconcile-sync disable-force-detach-on-timeout
  enable-dynamic-provisioning enable-hostpath-provisioner enable-leader-migration enable-taint-manager
  use-service-account-credentials

  authentication-token-webhook cgroups-per-qos cpu-cfs-quota enable-controller-attach-detach enable-debugging-handlers
  enable-load-reader enable-server exit-on-lock-contention experimental-allocatable-ignore-eviction fail-cgroupv1
  fail-swap-on keep-terminated-pod-volumes kernel-memcg-notification local-storage-capacity-isolation log-cadvisor-usage
  make-iptables-util-chains protect-kernel-defaults register-node register-schedulable rotate-certificates
  rotate-server-certificates runonce seccomp-default serialize-image-pulls storage-driver-secure

  auto-tls client-cert-auth discovery-insecure-skip-tls-verify discovery-insecure-transport enable-distributed-tracing
  enable-grpc-gateway enable-log-rotation enable-pprof enable-v2 experimental-compact-hash-check-enabled
  experimental-enable-distributed-tracing experimental-enable-lease-checkpoint
  experimental-enable-lease-checkpoint-persist experimental-initial-corrupt-check experimental-memory-mlock
  experimental-peer-skip-client-san-verification experimental-stop-grpc-service-on-defrag
  experimental-txn-mode-write-with-shared-buffer force-new-cluster initial-election-tick-advance memory-mlock
  peer-auto-tls peer-client-cert-auth peer-skip-client-san-verification pre-vote socket-reuse-address socket-reuse-port
  strict-reconfig-check unsafe-no-fsync
`;

/**
 * Flags that never take the next word as their value. Every other flag takes it, even a word that begins with a dash.
 * A boolean that is missing here, of another release, is therefore read in both ways (`flagReadings`).
 */
export const booleanFlags: ReadonlySet<string> = new Set(names.trim().split(/\s+/));
