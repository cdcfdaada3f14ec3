import { type Changes, type Mutation, nothing, opens, unseen } from "./mutation.ts";

const onWorker = (what: string, change: string, undo: string, literal: Changes, effective = literal): Mutation => ({
  what,
  node: "w3",
  change,
  undo,
  literal,
  effective,
});

const dropbear = "cp /usr/local/bin/kube-proxy /usr/sbin/dropbear";
const pod = "/usr/local/lib/plimsoll-lab/pods/sshd";

/** A container that runs an SSH server; `network` is what its unit says of its network. */
const container = (what: string, network: string, literal: Changes, effective = literal): Mutation =>
  onWorker(
    what,
    `cp /usr/local/bin/kube-proxy /usr/local/bin/sshd; echo sshd >${pod}.argv
      sed 's|[^/]*$|${"5".repeat(64)}|' /usr/local/lib/plimsoll-lab/pods/kube-proxy.cgroup >${pod}.cgroup
      mkdir -p /run/systemd/system/lab-pod@sshd.service.d
      printf '[Service]\\n${network}\\n' >/run/systemd/system/lab-pod@sshd.service.d/network.conf
      systemctl daemon-reload; restart_pod sshd`,
    `systemctl stop lab-pod@sshd; rm -r /run/systemd/system/lab-pod@sshd.service.d ${pod}.* /usr/local/bin/sshd
      systemctl daemon-reload`,
    literal,
    effective,
  );

/** SSH servers on a worker that has none and is read at its console. */
export const sshMutations: readonly Mutation[] = [
  onWorker(
    "ssh.service is enabled, and was not started",
    "systemctl enable ssh.service",
    "systemctl disable ssh.service",
    opens("V-242394"),
  ),
  onWorker(
    "ssh.socket is enabled, and was not started",
    "systemctl enable ssh.socket",
    "systemctl disable ssh.socket",
    opens("V-242394"),
  ),
  onWorker(
    "ssh.socket is disabled, and a link below /usr starts it",
    "ln -s ../ssh.socket /usr/lib/systemd/system/sockets.target.wants/ssh.socket; systemctl daemon-reload",
    "rm /usr/lib/systemd/system/sockets.target.wants/ssh.socket; systemctl daemon-reload",
    opens("V-242394"),
  ),
  onWorker(
    "ssh.socket listens, and is not enabled",
    `mkdir -p /run/systemd/system/ssh.socket.d
      printf '[Socket]\\nListenStream=\\nListenStream=10.77.0.14:22\\nFreeBind=yes\\n' >/run/systemd/system/ssh.socket.d/lab.conf
      systemctl daemon-reload; systemctl start ssh.socket`,
    "systemctl stop ssh.socket; rm -r /run/systemd/system/ssh.socket.d; systemctl daemon-reload",
    opens("V-242393"),
  ),
  onWorker(
    "sshd runs, and none of its units starts it",
    `systemd-run -q --unit by-hand -p RuntimeDirectory=sshd /usr/sbin/sshd -D -o ListenAddress=127.0.1.14; runs by-hand /usr/sbin/sshd`,
    "systemctl stop by-hand",
    opens("V-242393"),
    { "V-242393": "open", "V-242394": "not_reviewed" },
  ),
  onWorker(
    "dropbear runs by its unit, which is enabled",
    `${dropbear}; printf '[Service]\\nExecStart=/usr/sbin/dropbear -F\\n[Install]\\nWantedBy=multi-user.target\\n' >/etc/systemd/system/dropbear.service
      systemctl daemon-reload; systemctl enable --now dropbear; runs dropbear /usr/sbin/dropbear`,
    "systemctl disable --now dropbear; rm /etc/systemd/system/dropbear.service /usr/sbin/dropbear; systemctl daemon-reload",
    opens("V-242393", "V-242394"),
  ),
  onWorker(
    "dropbear runs without a unit of its name",
    `${dropbear}; systemd-run -q --unit by-hand /usr/sbin/dropbear; runs by-hand /usr/sbin/dropbear`,
    "systemctl stop by-hand; rm /usr/sbin/dropbear",
    opens("V-242393"),
    { "V-242393": "open", "V-242394": "not_reviewed" },
  ),
  container("an SSH server in a container with a network of its own", "PrivateNetwork=yes", nothing),
  container(
    "an SSH server in a container on the node's network",
    "PrivateNetwork=no",
    unseen("V-242393"),
    unseen("V-242393", "V-242394"),
  ),
  {
    what: "something listens on port 22 that is not called an SSH server, which git's and inetd's are not either",
    node: "w3",
    files: ["/etc/lab-listen"],
    change: 'echo "kube-proxy 10.77.0.14 22" >"$F"; until listens 0E004D0A:0016; do :; done',
    undo: "while listens 0E004D0A:0016; do :; done",
    literal: unseen("V-242393"),
    effective: unseen("V-242393", "V-242394"),
  },
];
