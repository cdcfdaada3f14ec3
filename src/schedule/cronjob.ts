import { shellWord } from "./crontab.ts";
import { cronFields } from "./moment.ts";
import { type ScheduledAudit, secondsAtMost } from "./scheduled-audit.ts";

/** Where a pod has what the objects of docker/README.md hold. */
export const podPlaces = { inventory: "/etc/plimsoll/inventory", runs: "/runs" } as const;

/** A CronJob of Kubernetes. Its image, ConfigMap, Secret and volume are those of docker/README.md. */
export function cronJob(audit: Pick<ScheduledAudit, "at" | "args" | "deadline">): string {
  const { at, args } = audit;
  return `# The whole audit in one pod, by the clock: enough for a cluster of some thousand nodes.
apiVersion: batch/v1
kind: CronJob
metadata:
  name: plimsoll-audit
spec:
  schedule: "${cronFields(at)}"
  timeZone: Etc/UTC
  concurrencyPolicy: Forbid
  startingDeadlineSeconds: 3600
  successfulJobsHistoryLimit: 3
  failedJobsHistoryLimit: 3
  jobTemplate:
    spec:
      backoffLimit: 0
      # Later than the audit's own deadline: what was read until then is judged and reported.
      activeDeadlineSeconds: ${secondsAtMost(audit)}
      template:
        spec:
          restartPolicy: Never
          # The same each time: by it the lock of a pod that was killed is known to be nobody's.
          hostname: plimsoll-audit
          automountServiceAccountToken: false
          securityContext:
            runAsNonRoot: true
            runAsUser: 10001
            runAsGroup: 10001
            fsGroup: 10001
            fsGroupChangePolicy: OnRootMismatch
            seccompProfile: { type: RuntimeDefault }
          containers:
            - name: plimsoll
              image: plimsoll:VERSION
              command: [/bin/sh, -euc]
              args:
                - |
                  status=0
                  plimsoll ${args.map(shellWord).join(" ")} || status=$?
                  # 1, 3 and 6 are verdicts (open findings, something unread, something expired), and no failure of the job.
                  # Take out those by which it shall fail.
                  case $status in 1 | 3 | 6) echo "the verdict's status is $status"; status=0 ;; esac
                  exit "$status"
              securityContext:
                allowPrivilegeEscalation: false
                readOnlyRootFilesystem: true
                capabilities: { drop: [ALL] }
              resources:
                requests: { cpu: "1", memory: 512Mi }
                limits: { memory: 1Gi }
              volumeMounts:
                - { name: inventory, mountPath: /etc/plimsoll/inventory, readOnly: true }
                - { name: ssh, mountPath: /etc/plimsoll/ssh, readOnly: true }
                - { name: runs, mountPath: /runs }
                - { name: tmp, mountPath: /tmp }
          volumes:
            - name: inventory
              configMap: { name: plimsoll-inventory }
            - name: ssh
              secret: { secretName: plimsoll-ssh, defaultMode: 256 } # 0400
            - name: runs
              persistentVolumeClaim: { claimName: plimsoll-runs }
            - name: tmp
              emptyDir: { medium: Memory, sizeLimit: 16Mi }
`;
}
