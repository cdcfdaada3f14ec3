# What the auditor is given: key, known hosts, kubeconfig. Sourced by lab.sh, and by docker/lab/machine.sh.
# shellcheck shell=bash

AUDITOR_FILES=(id_ed25519 id_ed25519.pub known_hosts kubeconfig ca.crt apiserver.crt apiserver.key)

make_audit_key() { ssh-keygen -q -t ed25519 -N '' -C plimsoll-lab -f "$LAB_DIR/id_ed25519"; }

# The one who ran this with sudo is to read them.
write_auditor_files() {
	cp "$PKI"/{ca.crt,apiserver.crt,apiserver.key} "$LAB_DIR/"
	new_kubeconfig "$LAB_DIR/kubeconfig" kubernetes-admin /O=system:masters/CN=kubernetes-admin
	write_known_hosts
	(cd "$LAB_DIR" && chown "${SUDO_UID:-0}:${SUDO_GID:-0}" "${AUDITOR_FILES[@]}")
}

# Half of the entries are hashed: users have both kinds, Debian's ssh writes hashed ones by default.
write_known_hosts() {
	local name hashed=$LAB_DIR/known_hosts.hashed
	: >"$LAB_DIR/known_hosts"
	: >"$hashed"
	for name in "${NODES[@]}"; do
		case $name in
		cp1 | w2) host_keys "$name" >>"$hashed" ;;
		*) host_keys "$name" >>"$LAB_DIR/known_hosts" ;;
		esac
	done
	ssh-keygen -q -H -f "$hashed" >/dev/null 2>&1
	cat "$hashed" >>"$LAB_DIR/known_hosts"
	rm "$hashed" "$hashed.old"
}

host_keys() { sed "s/^/$1,${ADDRESS[$1]} /; s/ root@.*//" "$(node_root "$1")"/etc/ssh/ssh_host_*_key.pub; }
