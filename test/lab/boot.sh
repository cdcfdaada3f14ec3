# Mounts, machines, and waiting for them. Sourced by lab.sh.
# shellcheck shell=bash

READY_SECONDS=60
STOP_SECONDS=10

mount_root() {
	local node=$LAB_DIR/nodes/$1
	mkdir -p "$node"/{upper,work,root}
	mount -t overlay plimsoll-lab -o "lowerdir=$BASE,upperdir=$node/upper,workdir=$node/work" "$node/root" ||
		die "overlay mounts are refused: this needs CAP_SYS_ADMIN, and a PLIMSOLL_LAB_DIR that is not itself on an overlay" 3
}

# The deepest first: a mount below another one was made after it.
unmount_below() {
	local point
	awk -v below="$1/" 'index($2, below) == 1 { print $2 }' /proc/self/mounts | tac | while read -r point; do
		umount "$point" 2>/dev/null || umount --lazy "$point"
	done
}

# Booted like a machine of its own, on this machine's network, for the auditor is to reach it at 127.0.1.x.
start_machine() {
	(
		export SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1
		local keep=()
		if [[ ! -d /run/systemd/system ]]; then
			enter_own_cgroup "$1"
			keep=(--keep-unit)
		fi
		exec setsid systemd-nspawn --quiet --boot --register=no "${keep[@]}" --console=read-only \
			--machine="plimsoll-$1" --hostname="$1" --resolv-conf=off --timezone=off --link-journal=no \
			--directory="$(node_root "$1")"
	) </dev/null >"$LAB_DIR/log/$1.console" 2>&1 &
}

# Where this machine's PID 1 is no systemd, nobody gives the node a cgroup: five nodes started from one shell would
# fight over its cgroup's "payload" child.
enter_own_cgroup() {
	local top
	for top in $(cgroup_tops); do
		mkdir -p "$top/plimsoll-lab-$1"
		echo "$BASHPID" >"$top/plimsoll-lab-$1/cgroup.procs"
	done
}

# The hierarchies systemd keeps its units in: the unified one, and on hybrid hosts name=systemd as well.
cgroup_tops() {
	awk '$3 == "cgroup2" || ($3 == "cgroup" && $4 ~ /name=systemd/) { print $2 }' /proc/self/mounts
}

# remove_cgroups [NODE]: of all nodes where none is named
remove_cgroups() {
	local top group
	for top in $(cgroup_tops); do
		for group in "$top"/plimsoll-lab-${1:-*}; do
			[[ ! -d $group ]] || find "$group" -depth -type d -exec rmdir {} \; 2>/dev/null || true
		done
	done
}

# Asked of the process table, not of a pid file, so that no machine is missed whatever became of the files.
machine_pid() {
	pgrep -f "^systemd-nspawn .*--directory=$(node_root "$1")\$" | head -n1 || true
}

# stop_machines NODE...: shut down in order, as by a power button
stop_machines() {
	local name pid
	for name; do
		pid=$(machine_pid "$name")
		[[ -z $pid ]] || kill -TERM "$pid" 2>/dev/null || true
	done
	within "$STOP_SECONDS" all_stopped "$@" || kill_machines "$@"
	# Left behind by nspawn where /run is not a tmpfs.
	for name; do rmdir "/run/systemd/nspawn/propagate/plimsoll-$name" 2>/dev/null || true; done
}

kill_machines() {
	local name pid
	for name; do
		pid=$(machine_pid "$name")
		# Its PID 1 as well: it would outlive what it was started by.
		# shellcheck disable=SC2046 # none, or one
		[[ -z $pid ]] || kill -KILL $(leader_of "$name") "$pid" 2>/dev/null || true
	done
	within "$STOP_SECONDS" all_stopped "$@" || die "a machine does not stop"
}

all_stopped() {
	local name
	for name; do [[ -z $(machine_pid "$name") ]] || return 1; done
}

wait_until_ready() {
	local name
	for name; do
		within "$READY_SECONDS" node_ready "$name" || die "$name is not ready after $READY_SECONDS s: see $LAB_DIR/log/$name.console"
	done
}

node_ready() {
	if has_sshd "$1"; then
		ssh_answers "${ADDRESS[$1]}" || return 1
	fi
	[[ $(units_state "$1") == active ]]
}

# A unit that failed leaves a machine "degraded", which has booted too.
machine_booted() {
	local leader state
	leader=$(leader_of "$1")
	[[ -n $leader ]] || return 1
	state=$(nsenter --target "$leader" --all systemctl is-system-running 2>/dev/null || true)
	[[ $state == running || $state == degraded ]]
}

# The node's PID 1, as this machine sees it; nothing where the node does not run.
leader_of() { pgrep -P "$(machine_pid "$1")" 2>/dev/null | head -n1 || true; }

# "active" when all units of the node's components are.
units_state() {
	local units=(kubelet.service) pod leader
	for pod in $(pods_of "$1"); do units+=("lab-pod@$pod.service"); done
	leader=$(leader_of "$1")
	[[ -n $leader ]] || { echo stopped; return; }
	nsenter --target "$leader" --all systemctl is-active "${units[@]}" 2>/dev/null | sort -u | paste -sd, || true
}

port_open() { (exec 3<>"/dev/tcp/$1/22") 2>/dev/null; }

ssh_answers() {
	local banner
	banner=$( (exec 3<>"/dev/tcp/$1/22" && read -r -t 2 line <&3 && echo "$line") 2>/dev/null) || return 1
	[[ $banner == SSH-2.0-* ]]
}

within() {
	local deadline=$((SECONDS + $1))
	shift
	until "$@"; do
		((SECONDS < deadline)) || return 1
		sleep 0.1
	done
}

seconds_since() { awk -v from="$1" -v to="$EPOCHREALTIME" 'BEGIN { printf "%.1f", to - from }'; }
