#!/bin/bash
# What a container of the compose lab does. What is on a node is written by test/lab's own scripts when it starts.
#
#   machine.sh keys        make the cluster's certificates and the audit key, once: /keys
#   machine.sh node NAME   be a node: its files, its programs, sshd
#   machine.sh bastion     be the way to the nodes: sshd alone
#   machine.sh hand-over   write what the auditor is given: /auditor
set -euo pipefail
# The modes of the nodes' files are not to depend on the caller's.
umask 022

SHARE=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
HERE=$SHARE/test/lab
STAND_IN=$SHARE/stand-in
RECORDED=$HERE/kubeadm-1.36
KEYS=/keys
AUDITOR=/auditor
# Who plimsoll is in its image.
AUDITOR_UID=10001

NETWORK=${LAB_NETWORK:-10.77.0}
NODES=(cp1 w1 w2 bastion)
declare -A ADDRESS=([bastion]=$NETWORK.2 [cp1]=$NETWORK.11 [w1]=$NETWORK.12 [w2]=$NETWORK.13)

is_control_plane() { [[ $1 == cp1 ]]; }
has_sshd() { true; }
may_sudo() { [[ $1 != bastion ]]; }
node_root() { echo /; }

# The scripts keep their files in here. A copy of its own for each container: they make certificates beside one another.
LAB_DIR=/run/plimsoll-lab
mkdir -p "$LAB_DIR/log"

# shellcheck source=../../test/lab/pki.sh
. "$HERE/pki.sh"
# shellcheck source=../../test/lab/node-files.sh
. "$HERE/node-files.sh"
# shellcheck source=../../test/lab/auditor-files.sh
. "$HERE/auditor-files.sh"

keys() {
	[[ ! -e $KEYS/id_ed25519 ]] || return 0
	make_pki
	make_audit_key
	cp -a "$PKI" "$LAB_DIR"/id_ed25519{.pub,} "$KEYS/"
}

take_keys() { cp -a "$KEYS/." "$LAB_DIR/"; }

# once FUNCTION ARGUMENT: a container that is started again has its files
once() {
	[[ ! -e /etc/plimsoll-lab-filled ]] || return 0
	take_keys
	"$@"
	touch /etc/plimsoll-lab-filled
}

node() {
	once fill_container "$1"
	publish_host_keys "$1"
	start_programs
	start_sshd
}

bastion() {
	once fill_bastion
	publish_host_keys bastion
	start_sshd
}

fill_container() {
	fill_node "$1"
	# A container cannot make the cgroups of pods: the stand-ins run in its own.
	rm /usr/local/lib/plimsoll-lab/pods/*.cgroup
}

fill_bastion() {
	fill_system bastion /
	fill_ssh bastion /
	# It has an address in the auditor's network too.
	sed -i '/^ListenAddress /d' /etc/ssh/sshd_config.d/lab.conf
}

publish_host_keys() {
	mkdir -p "$AUDITOR/host-keys/$1/etc/ssh"
	cp /etc/ssh/ssh_host_*_key.pub "$AUDITOR/host-keys/$1/etc/ssh/"
}

start_programs() {
	local pod
	link_kube_proxy_volumes
	/usr/bin/containerd &
	start_kubelet &
	for pod in /usr/local/lib/plimsoll-lab/pods/*.argv; do
		/usr/local/lib/plimsoll-lab/run-pod "$(basename "$pod" .argv)" &
	done
}

# Where systemd would mount kube-proxy's volumes for it alone: a container may not mount.
link_kube_proxy_volumes() {
	local from to
	while IFS=: read -r from to; do
		mkdir -p "${to%/*}"
		ln -sfn "$from" "$to"
	done < <(sed -n 's/^BindReadOnlyPaths=//p' /etc/systemd/system/lab-pod@kube-proxy.service.d/volumes.conf)
}

# As systemd does by the kubelet's drop-in: its variables, its environment files, the last ExecStart= with its words split.
start_kubelet() {
	local drop_in=/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf file
	eval "$(sed -n 's/^Environment=/export /p' "$drop_in")"
	while read -r file; do
		# shellcheck disable=SC1090
		. "$file"
	done < <(sed -n 's/^EnvironmentFile=-//p' "$drop_in")
	eval "exec $(sed -n 's/^ExecStart=//p' "$drop_in" | tail -n 1)"
}

start_sshd() {
	mkdir -p /run/sshd
	exec /usr/sbin/sshd -D -e
}

hand_over() {
	take_keys
	node_root() { echo "$AUDITOR/host-keys/$1"; }
	SUDO_UID=$AUDITOR_UID SUDO_GID=$AUDITOR_UID write_auditor_files
	(cd "$LAB_DIR" && cp --preserve=mode,ownership "${AUDITOR_FILES[@]}" "$AUDITOR/")
}

case ${1:-} in
keys | bastion) "$1" ;;
hand-over) hand_over ;;
node) node "${2:?which node}" ;;
*)
	echo "usage: $0 keys|node NAME|bastion|hand-over" >&2
	exit 2
	;;
esac
