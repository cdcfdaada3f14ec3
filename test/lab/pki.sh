# The cluster's certificates, as kubeadm lays them out. Sourced by lab.sh, and by docker/lab/machine.sh.
# shellcheck shell=bash

PKI=$LAB_DIR/pki

make_pki() {
	mkdir -p "$PKI/etcd"
	new_ca ca kubernetes
	new_ca etcd/ca etcd-ca
	new_ca front-proxy-ca front-proxy-ca

	local api_names=DNS:cp1,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc
	api_names+=,DNS:kubernetes.default.svc.cluster.local,DNS:localhost
	api_names+=,IP:10.96.0.1,IP:10.77.0.10,IP:${ADDRESS[cp1]},IP:127.0.0.1
	local etcd_names=DNS:cp1,DNS:localhost,IP:10.77.0.10,IP:127.0.0.1,IP:::1

	new_cert "$PKI/ca" "$PKI/apiserver" /CN=kube-apiserver serverAuth "$api_names"
	new_cert "$PKI/ca" "$PKI/apiserver-kubelet-client" /O=kubeadm:cluster-admins/CN=kube-apiserver-kubelet-client clientAuth
	new_cert "$PKI/front-proxy-ca" "$PKI/front-proxy-client" /CN=front-proxy-client clientAuth
	new_cert "$PKI/etcd/ca" "$PKI/etcd/server" /CN=cp1 serverAuth,clientAuth "$etcd_names"
	new_cert "$PKI/etcd/ca" "$PKI/etcd/peer" /CN=cp1 serverAuth,clientAuth "$etcd_names"
	new_cert "$PKI/etcd/ca" "$PKI/etcd/healthcheck-client" /CN=kube-etcd-healthcheck-client clientAuth
	new_cert "$PKI/etcd/ca" "$PKI/apiserver-etcd-client" /CN=kube-apiserver-etcd-client clientAuth

	new_key "$PKI/sa.key"
	openssl pkey -in "$PKI/sa.key" -pubout -out "$PKI/sa.pub"
	find "$PKI" -name '*.crt' -exec chmod 644 {} +
	find "$PKI" \( -name '*.key' -o -name 'sa.pub' \) -exec chmod 600 {} +
}

# EC keys: twenty RSA keys would take longer than the boot.
new_key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1"; }

new_ca() {
	new_key "$PKI/$1.key"
	openssl req -x509 -new -key "$PKI/$1.key" -out "$PKI/$1.crt" -days 3650 -subj "/CN=$2" \
		-addext keyUsage=critical,digitalSignature,keyEncipherment,keyCertSign -addext "subjectAltName=DNS:$2"
}

# new_cert CA PATH SUBJECT USAGE [NAMES [DAYS]]: PATH.key, and PATH.crt signed by CA. For ten years, not kubeadm's one: the
# demo replays what was recorded here, and its certificates are not to expire there.
new_cert() {
	new_key "$2.key"
	openssl req -new -key "$2.key" -subj "$3" | openssl x509 -req -CA "$1.crt" -CAkey "$1.key" -days "${6:-3650}" -out "$2.crt" \
		-set_serial "0x$(openssl rand -hex 8)" -extfile <(extensions "$4" "${5:-}") 2>>"$LAB_DIR/log/openssl.log"
}

extensions() {
	echo "keyUsage=critical,digitalSignature,keyEncipherment"
	echo "extendedKeyUsage=$1"
	echo "basicConstraints=critical,CA:FALSE"
	[[ -z $2 ]] || echo "subjectAltName=$2"
}

# new_kubeconfig FILE USER SUBJECT: a kubeconfig with a client certificate of its own inside.
new_kubeconfig() {
	local client=$LAB_DIR/pki/client-$2
	new_cert "$PKI/ca" "$client" "$3" clientAuth
	kubeconfig_text "$2" "client-certificate-data: $(base64 -w0 "$client.crt")" \
		"client-key-data: $(base64 -w0 "$client.key")" >"$1"
	rm "$client".{crt,key}
	chmod 600 "$1"
}

# kubeconfig_text USER CERTIFICATE-LINE KEY-LINE
kubeconfig_text() {
	cat <<-END
		apiVersion: v1
		clusters:
		- cluster:
		    certificate-authority-data: $(base64 -w0 "$PKI/ca.crt")
		    server: https://${ADDRESS[cp1]}:6443
		  name: kubernetes
		contexts:
		- context:
		    cluster: kubernetes
		    user: $1
		  name: $1@kubernetes
		current-context: $1@kubernetes
		kind: Config
		users:
		- name: $1
		  user:
		    $2
		    $3
	END
}
