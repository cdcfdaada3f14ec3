# What is on a node before it boots. Sourced by lab.sh, and by docker/lab/machine.sh.
# shellcheck shell=bash

# Would only slow the boot, or take a port of the shared network.
NEEDLESS_UNITS=(
	getty.target console-getty.service timers.target systemd-logind.service
	systemd-networkd.service systemd-networkd.socket systemd-resolved.service systemd-timesyncd.service
)

fill_node() {
	local root
	root=$(node_root "$1")
	fill_system "$1" "$root"
	fill_ssh "$1" "$root"
	fill_engine "$root"
	fill_kubelet "$1" "$root"
	fill_pods "$1" "$root"
	fill_kube_proxy_volumes "$1" "$root"
	if is_control_plane "$1"; then fill_control_plane "$root"; fi
}

random_uuid() { cat /proc/sys/kernel/random/uuid; }

fill_system() {
	local unit
	echo "$1" >"$2/etc/hostname"
	# sudo looks its own host name up.
	{
		echo "127.0.0.1 localhost"
		for unit in "${NODES[@]}"; do echo "${ADDRESS[$unit]} $unit"; done
	} >"$2/etc/hosts"
	: >"$2/etc/lab-listen" # see stand-in.c
	# A root without one takes this for its first boot and enables every unit, ssh.service of w3 among them.
	random_uuid | tr -d - >"$2/etc/machine-id"
	for unit in "${NEEDLESS_UNITS[@]}"; do ln -sf /dev/null "$2/etc/systemd/system/$unit"; done
}

fill_ssh() {
	local type
	for type in ed25519 ecdsa; do
		ssh-keygen -q -t "$type" -N '' -C "root@$1" -f "$2/etc/ssh/ssh_host_${type}_key"
	done
	cat >"$2/etc/ssh/sshd_config.d/lab.conf" <<-END
		ListenAddress ${ADDRESS[$1]}
		PasswordAuthentication no
		HostKey /etc/ssh/ssh_host_ed25519_key
		HostKey /etc/ssh/ssh_host_ecdsa_key
	END
	has_sshd "$1" || rm "$2"/etc/systemd/system/{multi-user.target.wants/ssh.service,sshd.service}

	chroot "$2" /usr/sbin/useradd --create-home --shell /bin/bash audit
	install -d -m 700 -o 1000 -g 1000 "$2/home/audit/.ssh"
	install -m 600 -o 1000 -g 1000 "$LAB_DIR/id_ed25519.pub" "$2/home/audit/.ssh/authorized_keys"
	if may_sudo "$1"; then
		install -m 440 /dev/stdin "$2/etc/sudoers.d/audit" <<<"audit ALL=(ALL) NOPASSWD: ALL"
	fi
}

# What kubeadm leaves to others: the container engine, and the pods' network.
fill_engine() {
	install -m 755 "$STAND_IN" "$1/usr/bin/containerd"
	install -m 644 "$HERE/node/containerd.service" "$1/usr/lib/systemd/system/"
	enable_unit "$1" containerd.service /usr/lib/systemd/system/containerd.service
	install -d -m 755 "$1/etc/cni/net.d"
	install -m 644 "$HERE/node/10-bridge.conflist" "$1/etc/cni/net.d/"
}

fill_kubelet() {
	local etc=$2/etc/kubernetes lib=$2/var/lib/kubelet units=$2/usr/lib/systemd/system dated
	install -d -m 700 "$lib" "$etc/manifests"
	install -d -m 755 "$etc/pki" "$lib/pki" "$units/kubelet.service.d"
	install -d -m 750 "$lib/pods" "$lib/plugins" "$lib/plugins_registry"
	install -m 755 "$STAND_IN" "$2/usr/bin/kubelet"
	install -m 755 "$HERE/node/kubectl" "$2/usr/bin/kubectl"
	install -m 644 "$HERE/node/kubelet.service" "$units/"
	install -m 644 "$HERE/node/10-kubeadm.conf" "$units/kubelet.service.d/"
	echo KUBELET_EXTRA_ARGS= >"$2/etc/default/kubelet"
	enable_unit "$2" kubelet.service /usr/lib/systemd/system/kubelet.service

	install -m 644 "$RECORDED"/kubelet/* "$lib/"
	# The recorded control plane was started with --hostname-override; a plain join leaves the flags empty.
	is_control_plane "$1" || echo 'KUBELET_KUBEADM_ARGS=""' >"$lib/kubeadm-flags.env"
	install -m 644 "$PKI/ca.crt" "$etc/pki/"

	dated=kubelet-client-$(date -u +%Y-%m-%d-%H-%M-%S).pem
	new_cert "$PKI/ca" "$PKI/kubelet-$1" "/O=system:nodes/CN=system:node:$1" clientAuth
	cat "$PKI/kubelet-$1".{crt,key} | install -m 600 /dev/stdin "$lib/pki/$dated"
	ln -s "/var/lib/kubelet/pki/$dated" "$lib/pki/kubelet-client-current.pem"
	rm "$PKI/kubelet-$1".{crt,key}
	kubeconfig_text "system:node:$1" "client-certificate: /var/lib/kubelet/pki/kubelet-client-current.pem" \
		"client-key: /var/lib/kubelet/pki/kubelet-client-current.pem" | install -m 600 /dev/stdin "$etc/kubelet.conf"

	# The serving certificate is one that the kubelet signs itself, with a CA it then forgets.
	new_ca "kubelet-$1" "$1-ca"
	new_cert "$PKI/kubelet-$1" "$PKI/serving-$1" "/CN=$1" serverAuth "DNS:$1"
	cat "$PKI/serving-$1.crt" "$PKI/kubelet-$1.crt" | install -m 644 /dev/stdin "$lib/pki/kubelet.crt"
	install -m 600 "$PKI/serving-$1.key" "$lib/pki/kubelet.key"
	rm "$PKI/serving-$1".{crt,key} "$PKI/kubelet-$1".{crt,key}
}

# enable_unit ROOT UNIT TARGET
enable_unit() { ln -s "$3" "$1/etc/systemd/system/multi-user.target.wants/$2"; }

# Containers of the node: each a unit of its own in the cgroup that a kubelet with cgroupDriver cgroupfs, as recorded,
# would have made.
fill_pods() {
	local lib=$2/usr/local/lib/plimsoll-lab name qos uid container
	mkdir -p "$lib/pods"
	install -m 755 "$HERE/node/run-pod" "$lib/"
	install -m 644 "$HERE/node/lab-pod@.service" "$2/etc/systemd/system/"
	while read -r name qos uid container; do
		install -m 755 "$STAND_IN" "$2/usr/local/bin/$name"
		sed "s/=cp1\$/=$1/" "$RECORDED/argv/$name" >"$lib/pods/$name.argv"
		echo "/kubepods/$qos/pod$uid/$container" >"$lib/pods/$name.cgroup"
		enable_unit "$2" "lab-pod@$name.service" "/etc/systemd/system/lab-pod@.service"
	done < <(pod_rows "$1")
}

# "name qos uid container-id" of each container: as recorded on the control plane, kube-proxy of its own on a worker.
pod_rows() {
	if is_control_plane "$1"; then
		cat "$RECORDED/pods.txt"
	else
		echo "kube-proxy besteffort $(uuid_of "$1") $(sha256sum <<<"$1" | cut -d' ' -f1)"
	fi
}

# Always the same for a name, for pod_rows is asked more than once.
uuid_of() { sha1sum <<<"$1" | sed -E 's/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/\1-\2-\3-\4-\5/'; }

# kube-proxy sees its files only inside its container, as on a real node: below the kubelet's folder they have other
# paths, so an auditor has to go through /proc/PID/root.
fill_kube_proxy_volumes() {
	local uid pod projected
	uid=$(pod_rows "$1" | awk '$1 == "kube-proxy" { print $3 }')
	pod=/var/lib/kubelet/pods/$uid
	projected=$pod/volumes/kubernetes.io~projected/kube-api-access
	install -d -m 750 "$2$pod" "$2$pod"/volumes{,/kubernetes.io~configmap,/kubernetes.io~projected}
	fill_volume "$2$pod/volumes/kubernetes.io~configmap/kube-proxy" "$RECORDED"/kube-proxy/*
	fill_volume "$2$projected" "$PKI/ca.crt"

	install -d "$2/etc/systemd/system/lab-pod@kube-proxy.service.d"
	cat >"$2/etc/systemd/system/lab-pod@kube-proxy.service.d/volumes.conf" <<-END
		[Service]
		TemporaryFileSystem=/var/lib
		BindReadOnlyPaths=$pod/volumes/kubernetes.io~configmap/kube-proxy:/var/lib/kube-proxy
		BindReadOnlyPaths=$projected:/run/secrets/kubernetes.io/serviceaccount
	END
}

# fill_volume FOLDER FILE...: a volume as the kubelet writes it, where names are links through ..data to a dated folder.
fill_volume() {
	local folder=$1 dated file
	shift
	dated=..$(date -u +%Y_%m_%d_%H_%M_%S).1234567890
	install -d -m 777 "$folder"
	install -d -m 755 "$folder/$dated"
	ln -s "$dated" "$folder/..data"
	for file in "$@"; do
		install -m 644 "$file" "$folder/$dated/"
		ln -s "..data/${file##*/}" "$folder/${file##*/}"
	done
}

fill_control_plane() {
	local etc=$1/etc/kubernetes member=$1/var/lib/etcd/member
	install -m 644 "$RECORDED/listen.txt" "$1/etc/lab-listen"
	install -m 600 "$RECORDED"/manifests/*.yaml "$etc/manifests/"
	cp -a "$PKI/." "$etc/pki/"
	# For a test: expired the day before the lab was made.
	new_cert "$PKI/ca" "$PKI/expired" /O=kubeadm:cluster-admins/CN=kube-apiserver-kubelet-client clientAuth "" -1
	install -m 644 "$PKI/expired.crt" "$1/usr/local/lib/plimsoll-lab/"
	rm "$PKI"/expired.{crt,key}
	new_kubeconfig "$etc/admin.conf" kubernetes-admin /O=kubeadm:cluster-admins/CN=kubernetes-admin
	new_kubeconfig "$etc/super-admin.conf" kubernetes-super-admin /O=system:masters/CN=kubernetes-super-admin
	new_kubeconfig "$etc/controller-manager.conf" system:kube-controller-manager /CN=system:kube-controller-manager
	new_kubeconfig "$etc/scheduler.conf" system:kube-scheduler /CN=system:kube-scheduler

	# Sparse files of the recorded sizes.
	install -d -m 700 "$1/var/lib/etcd" "$member" "$member/snap" "$member/wal"
	truncate -s 16801792 "$member/snap/db"
	truncate -s 64000000 "$member/wal/0.tmp" "$member/wal/0000000000000000-0000000000000000.wal"
	chmod 600 "$member"/{snap/db,wal/*}
}
