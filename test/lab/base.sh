# The base root and the stand-in, both cached. Sourced by lab.sh, and by docker/lab/Dockerfile for the list of packages.
# shellcheck shell=bash

SUITE=bookworm
# procps and iproute2 are on every kubeadm node; dbus lets a user without root ask systemctl.
PACKAGES=systemd,systemd-sysv,dbus,openssh-server,sudo,procps,iproute2

# Another list of packages is another base.
BASE=$CACHE_DIR/$SUITE-$(cksum <<<"$PACKAGES" | cut -d' ' -f1)
STAND_IN=$CACHE_DIR/stand-in

ensure_base() {
	[[ ! -d $BASE ]] || return 0
	mkdir -p "$CACHE_DIR"
	# Tests that need the root start at the same time. The lock is the shell's, and ends with it.
	exec {BASE_LOCK}>"$CACHE_DIR/lock"
	flock "$BASE_LOCK"
	[[ -d $BASE ]] || build_base
	exec {BASE_LOCK}>&-
}

build_base() {
	local unfinished mirror
	remove_unfinished_bases
	unfinished=$(mktemp -d "$CACHE_DIR/unfinished.XXXXXX")
	mirror=$(apt_mirror)
	say "building the base root, once (about a minute)"
	# Without a mirror of the machine's own (no Debian), debootstrap takes its default.
	debootstrap --variant=minbase --include="$PACKAGES" "$SUITE" "$unfinished" ${mirror:+"$mirror"} \
		>"$LAB_DIR/log/debootstrap.log" 2>&1 || die "debootstrap failed: see $LAB_DIR/log/debootstrap.log"
	forget_this_machine "$unfinished"
	chmod 755 "$unfinished"
	# Only a whole base gets the name that is looked for.
	mv "$unfinished" "$BASE"
}

apt_mirror() {
	# shellcheck disable=SC2016 # apt's own placeholder
	apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' "Codename: $SUITE" 2>/dev/null | head -n1 || true
}

# debootstrap copies resolv.conf and hostname of the machine; the package makes host keys that no two nodes may share.
forget_this_machine() {
	rm -f "$1"/etc/{resolv.conf,hostname,machine-id} "$1"/etc/ssh/ssh_host_*
	rm -rf "$1"/var/cache/apt/archives/*.deb "$1"/var/lib/apt/lists/*
}

# An interrupted debootstrap leaves /proc mounted in its folder.
remove_unfinished_bases() {
	local left
	for left in "$CACHE_DIR"/unfinished.*; do
		[[ -d $left ]] || continue
		unmount_below "$left"
		rm -rf --one-file-system "$left"
	done
}

# Static, so that it needs nothing of the root it is put into.
ensure_stand_in() {
	[[ ! $STAND_IN -nt $HERE/stand-in.c ]] || return 0
	gcc -static -O1 -Wall -o "$STAND_IN.$$" "$HERE/stand-in.c" ||
		die "gcc cannot link a static program: install the package libc6-dev" 3
	mv "$STAND_IN.$$" "$STAND_IN"
}
