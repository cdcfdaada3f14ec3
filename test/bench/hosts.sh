#!/bin/bash
# The nodes of the fleet bench behind one real sshd, for as long as standard input stays open. To be started in mount, process
# and network namespaces of its own (fleet.mjs does), with which all of it ends: nothing of it is seen outside.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
umask 022

BENCH=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# What the lab's scripts go by: the roots of these nodes are made like those of its nodes.
HERE=$BENCH/../lab
# Over a folder that every Linux has: sshd wants a root directory that root alone may write to, all the way up.
LAB_DIR=/mnt
CACHE_DIR=$(realpath -m "${PLIMSOLL_LAB_CACHE:-/var/cache/plimsoll-lab}")
RECORDED=$HERE/kubeadm-1.36
WORKERS=11
OTHER_PROCESSES=50

NODES=(cp1)
declare -A ADDRESS=([cp1]=127.10.0.1)
for ((index = 1; index <= WORKERS; index += 1)); do
	NODES+=("w$index")
	ADDRESS[w$index]=127.$((10 + index)).0.1
done
is_control_plane() { [[ $1 == cp1 ]]; }
has_sshd() { true; }
may_sudo() { false; } # the bench logs in as root
node_root() { echo "$LAB_DIR/nodes/$1/root"; }
say() { echo "hosts: $*" >&2; }
die() {
	say "$1"
	exit "${2:-1}"
}

# shellcheck source=../lab/base.sh
. "$HERE/base.sh"
# shellcheck source=../lab/boot.sh
. "$HERE/boot.sh"
# shellcheck source=../lab/pki.sh
. "$HERE/pki.sh"
# shellcheck source=../lab/node-files.sh
. "$HERE/node-files.sh"
# shellcheck source=../lab/auditor-files.sh
. "$HERE/auditor-files.sh"

fill_bench_node() {
	local root own
	root=$(node_root "$1")
	own=$root/usr/local/lib/plimsoll-bench
	mount_root "$1"
	fill_node "$1"
	install -d "$own"
	install -m 755 "$BENCH/node/boot" "$own/"
	install -m 755 "$BENCH/node/systemctl" "$root/usr/bin/"
	install -m 755 "$LAB_DIR/enter-node" "$root/usr/local/bin/"
	install -m 755 "$STAND_IN" "$own/systemd"
	for name in sshd service; do ln "$own/systemd" "$own/$name"; done
	add_python "$root"
	vary "$1" "$root"
}

# For Ansible, whose modules are Python: the machine's own, which is Debian's where Ansible is.
add_python() {
	local path
	for path in /usr/lib/python3 /usr/lib/python3.[0-9]*; do
		[[ -d $path ]] || continue
		mkdir -p "$1$path"
		mount --bind "$path" "$1$path"
	done
	[[ ! -e /usr/bin/python3 ]] || install -m 755 "$(realpath /usr/bin/python3)" "$1/usr/bin/python3"
}

# What makes each configuration another one: a setting, a mode, an owner, or a flag.
vary() {
	local config=$2/var/lib/kubelet/config.yaml
	case $1 in
	w2) echo 'readOnlyPort: 10255' >>"$config" ;;
	w3) chmod 666 "$config" ;;
	w4) sed -i '/anonymous:/,/enabled/s/false/true/' "$config" ;;
	w5) sed -i 's/mode: Webhook/mode: AlwaysAllow/' "$config" ;;
	w6) sed -i '/^staticPodPath/d' "$config" ;;
	w7) echo 'protectKernelDefaults: true' >>"$config" ;;
	w8) chmod 644 "$2/etc/kubernetes/kubelet.conf" ;;
	w9) echo 'KUBELET_EXTRA_ARGS=--streaming-connection-idle-timeout=0' >"$2/etc/default/kubelet" ;;
	w10) rm "$2/usr/bin/kubectl" ;;
	w11) chown 1:1 "$2/etc/kubernetes/pki/ca.crt" ;;
	esac
}

# In this mount namespace, where sshd finds the node's /proc, and in a process namespace of the node's own.
boot_node() {
	local root
	root=$(node_root "$1")
	mount --bind /dev "$root/dev"
	mount --bind -o ro /sys "$root/sys"
	# nf_tables is a module of every distribution's kernel; of this machine's it may be a part, which is looked for in all symbols.
	mount -t tmpfs tmpfs "$root/sys/module"
	mkdir "$root/sys/module/nf_tables"
	# shellcheck disable=SC2016 # the inner shell fills in
	OTHER_PROCESSES=$OTHER_PROCESSES unshare --pid --fork --kill-child sh -c \
		'mount -t proc proc "$1/proc" && exec chroot "$1" /usr/local/lib/plimsoll-bench/boot' sh "$root" </dev/null >&2 &
}

booted() { [[ -r $(node_root "$1")/proc/1/comm && $(<"$(node_root "$1")/proc/1/comm") == systemd ]]; }

write_sshd_config() {
	local name
	cat <<-END
		Port 22
		ListenAddress 0.0.0.0
		HostKey $LAB_DIR/host_key
		AuthorizedKeysFile $LAB_DIR/id_ed25519.pub
		PidFile $LAB_DIR/sshd.pid
		StrictModes no
		UsePAM no
		UseDNS no
		PermitRootLogin yes
		PasswordAuthentication no
		KbdInteractiveAuthentication no
		PrintMotd no
		PrintLastLog no
		MaxStartups 10000
		LogLevel FATAL
		Subsystem sftp internal-sftp
	END
	for name in "${NODES[@]}"; do
		# An address that is none of a node's belongs to no block: it gets the machine's own root.
		printf 'Match LocalAddress %s.0.0/16\n\tChrootDirectory %s\n' "${ADDRESS[$name]%.0.1}" "$(node_root "$name")"
	done
}

# Listening on all addresses is the private network's: nothing else is there. In the mounts of the nodes' processes, as on a
# real node, where the kubelet and whoever logs in see the same files; so root's shell is another one to clients too.
start_sshd() {
	write_sshd_config >"$LAB_DIR/sshd_config"
	ssh-keygen -q -t ed25519 -N '' -C '' -f "$LAB_DIR/host_key"
	sed 's,^\(root:.*:\)[^:]*$,\1/usr/local/bin/enter-node,' /etc/passwd >"$LAB_DIR/passwd"
	mkdir -p /run/sshd
	mount --bind "$LAB_DIR/passwd" /etc/passwd
	"$LAB_DIR/subreaper" /usr/sbin/sshd -D -e -f "$LAB_DIR/sshd_config" </dev/null >&2 &
	within 10 port_open 127.10.0.1 || die "sshd does not listen"
}

main() {
	local name
	# In memory, too, because the upper folder of an overlay cannot lie on an overlay, as all of a container's do.
	mount -t tmpfs -o mode=755 plimsoll-bench "$LAB_DIR"
	mkdir -p "$LAB_DIR"/{nodes,log}
	ensure_base >&2
	ensure_stand_in
	for name in enter-node subreaper; do gcc -static -O1 -Wall -o "$LAB_DIR/$name" "$BENCH/$name.c"; done
	make_pki
	make_audit_key
	for name in "${NODES[@]}"; do fill_bench_node "$name"; done
	for name in "${NODES[@]}"; do boot_node "$name"; done
	for name in "${NODES[@]}"; do within 10 booted "$name" || die "$name does not boot"; done
	start_sshd
	echo ready
	cat >/dev/null
}

main
