#!/bin/bash
# Five real systemd nodes with real sshd, laid out like a recorded kubeadm cluster. See README.md.
#
#   lab.sh up       start the lab (a running one is brought down first)
#   lab.sh down     stop the machines and unmount everything; the cached base root stays
#   lab.sh base     build what is cached, if need be, and print where it is: the base root and the stand-in
#   lab.sh status   one line per node; exit status 0 only when all is as it should be
#   lab.sh stop NODE     shut one node down
#   lab.sh start NODE    boot it again, with the disk that it had, and wait until it is ready
#   lab.sh auditor NODE-BINARY   start a machine beside the nodes, with this checkout in it: what audits them by its own clock
#   lab.sh console NODE COMMAND...   run a command as root on a node, without SSH: what its console is for
set -euo pipefail
# The modes of the nodes' files are not to depend on the caller's.
umask 022

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
CACHE_DIR=$(realpath -m "${PLIMSOLL_LAB_CACHE:-/var/cache/plimsoll-lab}")
LAB_DIR=$(realpath -m "${PLIMSOLL_LAB_DIR:-/var/tmp/plimsoll-lab}")
RECORDED=$HERE/kubeadm-1.36

NODES=(cp1 w1 w2 w3 w4)
declare -A ADDRESS=([cp1]=127.0.1.11 [w1]=127.0.1.12 [w2]=127.0.1.13 [w3]=127.0.1.14 [w4]=127.0.1.15)

is_control_plane() { [[ $1 == cp1 ]]; }
has_sshd() { [[ $1 != w3 ]]; }  # w3 refuses the connection
may_sudo() { [[ $1 != w4 ]]; }  # w4 lets the audit user in, but gives it no rights
node_root() { echo "$LAB_DIR/nodes/$1/root"; }
pods_of() { if is_control_plane "$1"; then cut -d' ' -f1 "$RECORDED/pods.txt"; else echo kube-proxy; fi; }

say() { echo "lab: $*"; }
die() { FAILURE=$1; exit "${2:-1}"; }
# Names what is under way, so that a command that fails needs no message of its own.
step() { STEP=$1; }

# shellcheck source=base.sh
. "$HERE/base.sh"
# shellcheck source=boot.sh
. "$HERE/boot.sh"
# shellcheck source=pki.sh
. "$HERE/pki.sh"
# shellcheck source=node-files.sh
. "$HERE/node-files.sh"
# shellcheck source=auditor-files.sh
. "$HERE/auditor-files.sh"

require() { command -v "$1" >/dev/null || die "$1 is missing: install the package $2" 3; }

require_root() { [[ $(id -u) == 0 ]] || die "run this as root (sudo $0)" 3; }

require_tools() {
	require_root
	require debootstrap debootstrap
	require systemd-nspawn systemd-container
	require gcc "gcc (and libc6-dev)"
	require ssh-keygen openssh-client
	require openssl openssl
	require pgrep procps
	require nsenter util-linux
}

# The nodes share the machine's network: an sshd of its own on 0.0.0.0:22 would leave them no port.
require_free_ports() {
	local name
	for name in "${NODES[@]}"; do
		! port_open "${ADDRESS[$name]}" || die "port 22 of ${ADDRESS[$name]} is taken: stop this machine's own sshd, or give it a ListenAddress"
	done
}

# A test, or `npm run lab`, owns the lab for as long as it runs (PLIMSOLL_LAB_OWNER, its process id): another one would
# take its nodes down.
require_unowned() {
	local owner
	owner=$(cat "$LAB_DIR/owner" 2>/dev/null) || return 0
	[[ $owner == "${PLIMSOLL_LAB_OWNER:-}" ]] || ! kill -0 "$owner" 2>/dev/null ||
		die "the lab is in use by process $owner: wait for it, or stop it"
}

up() {
	local started=$EPOCHREALTIME name
	require_tools
	require_unowned
	trap 'up_ended $?' EXIT
	trap 'die interrupted 130' INT TERM

	step "bring down what an earlier run left"
	down
	require_free_ports
	mkdir -p "$LAB_DIR"/{nodes,log}
	rm -f "$LAB_DIR"/log/*
	[[ -z ${PLIMSOLL_LAB_OWNER:-} ]] || echo "$PLIMSOLL_LAB_OWNER" >"$LAB_DIR/owner"

	step "build the base root"
	ensure_base
	step "compile the stand-in"
	ensure_stand_in
	step "make the keys and certificates"
	make_pki
	make_audit_key
	for name in "${NODES[@]}"; do
		mount_root "$name"
		step "fill the root of $name"
		fill_node "$name"
	done
	step "write the auditor's files"
	write_auditor_files
	install -m 644 -o "${SUDO_UID:-0}" -g "${SUDO_GID:-0}" "$HERE/inventory.yaml" "$LAB_DIR/"
	step "start the machines"
	for name in "${NODES[@]}"; do start_machine "$name"; done
	step "see all nodes ready"
	wait_until_ready "${NODES[@]}"

	trap - EXIT INT TERM
	say "up in $(seconds_since "$started") s: $LAB_DIR/inventory.yaml"
}

up_ended() {
	trap - EXIT INT TERM
	[[ $1 == 0 ]] && return
	down || true
	say "${FAILURE:-could not $STEP: see above, and the logs in $LAB_DIR/log}" >&2
	exit "$1"
}

# No node: it has the auditor's files, no sshd of its own, and this checkout and its Node, read-only.
auditor() {
	local root
	require_root
	step "start the auditor's machine"
	root=$(node_root auditor)
	mount_root auditor
	mkdir -p "$root"/{opt/plimsoll,etc/plimsoll}
	ln -sf /dev/null "$root/etc/systemd/system/ssh.service"
	touch "$root/usr/local/bin/node"
	mount --bind -o ro "$HERE/../.." "$root/opt/plimsoll"
	mount --bind -o ro "$1" "$root/usr/local/bin/node"
	install -m 600 "$LAB_DIR"/{id_ed25519,known_hosts} "$root/etc/plimsoll/"
	start_machine auditor
	within "$READY_SECONDS" machine_booted auditor || die "the auditor's machine does not boot: see $LAB_DIR/log/auditor.console"
}

down() {
	stop_machines "${NODES[@]}" auditor
	unmount_below "$LAB_DIR"
	remove_cgroups
	# By name, and not the whole folder, for PLIMSOLL_LAB_DIR is the user's.
	rm -rf --one-file-system "${LAB_DIR:?}"/{nodes,pki}
	(cd "$LAB_DIR" 2>/dev/null && rm -f owner inventory.yaml "${AUDITOR_FILES[@]}") || true
}

status() {
	local name all=0
	require_root
	for name in "${NODES[@]}"; do
		local machine=stopped ssh=refused state=-
		[[ -z $(machine_pid "$name") ]] || { machine=running; state=$(units_state "$name"); }
		! ssh_answers "${ADDRESS[$name]}" || ssh=answers
		printf '%-4s %-11s machine %-8s sshd %-8s units %s\n' "$name" "${ADDRESS[$name]}" "$machine" "$ssh" "$state"
		node_ready "$name" || all=1
	done
	return "$all"
}

stop() {
	require_root
	stop_machines "$1"
	remove_cgroups "$1"
}

start() {
	require_root
	start_machine "$1"
	wait_until_ready "$1"
}

console() {
	local name=$1
	shift
	require_root
	nsenter --target "$(leader_of "$name")" --all "$@"
}

main() {
	trap 'say "${FAILURE:-failed}" >&2' EXIT
	case ${1:-} in
	up) up ;;
	down)
		require_root
		require_unowned
		down
		say down
		;;
	stop | start) "$1" "${2:?of which node}" ;;
	auditor) auditor "${2:?which Node}" ;;
	console) console "${@:2}" ;;
	base)
		require_tools
		mkdir -p "$LAB_DIR/log"
		ensure_base >&2
		ensure_stand_in
		printf '%s\n' "$BASE" "$STAND_IN"
		;;
	status) status || { trap - EXIT; exit 1; } ;;
	*) die "usage: $0 up|down|base|status|stop|start|auditor|console" 2 ;;
	esac
	trap - EXIT
}

main "$@"
