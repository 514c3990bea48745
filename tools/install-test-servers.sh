#!/bin/sh
# Installs the real servers that the end-to-end tests run against: PowerDNS, BIND, etcd, dig (Debian packages),
# kube-apiserver, etcd 3.6 and CoreDNS (built from their Go modules into a cache, a few minutes the first time), and moto,
# which stands in for AWS (a Python environment in that cache).
# Needs root for the packages, and Go 1.25 or newer. Run it again at any time: what is there already is kept.
set -eu

servers=${TEST_SERVERS_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/external-dns-test-servers}
kubernetes=1.36.3
etcd=3.6.6
coredns=1.14.7
gateway_api=1.6.1
moto=5.2.5
mkdir -p "$servers"

packages="pdns-server pdns-backend-sqlite3 sqlite3 bind9 bind9-utils dnsutils knot-dnsutils etcd-server etcd-client openssl python3-venv"
missing=""
for package in $packages; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
done
if [ -n "$missing" ]; then
  # Nothing may start by itself: the tests start what they need, on ports of their own.
  if [ ! -e /usr/sbin/policy-rc.d ]; then
    printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
    chmod +x /usr/sbin/policy-rc.d
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
  fi
  apt-get update -qq
  # shellcheck disable=SC2086 # a list of packages
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi

# k8s.io/kubernetes names its staging modules at v0.0.0, which `go install` refuses: a module of ours that replaces them builds it.
build_apiserver() {
  work=$(mktemp -d)
  module=$(go mod download -json "k8s.io/kubernetes@v$kubernetes" | sed -n 's/^\t"GoMod": "\(.*\)",$/\1/p')
  {
    printf 'module build\n\ngo 1.25.0\n\nrequire k8s.io/kubernetes v%s\n\n' "$kubernetes"
    sed -n 's/^\t\(k8s\.io\/[a-z0-9-]*\) v0\.0\.0$/replace \1 => \1 v0.'"${kubernetes#1.}"'/p' "$module"
  } >"$work/go.mod"
  (cd "$work" && GOFLAGS=-mod=mod go build -p 2 -ldflags '-s -w' -o "$servers/kube-apiserver-$kubernetes.part" k8s.io/kubernetes/cmd/kube-apiserver)
  mv "$servers/kube-apiserver-$kubernetes.part" "$servers/kube-apiserver-$kubernetes"
  rm -rf "$work"
}

build_etcd() {
  work=$(mktemp -d)
  printf 'module build\n\ngo 1.25.0\n\nrequire go.etcd.io/etcd/server/v3 v%s\n' "$etcd" >"$work/go.mod"
  (cd "$work" && GOFLAGS=-mod=mod go build -p 2 -ldflags '-s -w' -o "$servers/etcd-$etcd.part" go.etcd.io/etcd/server/v3)
  mv "$servers/etcd-$etcd.part" "$servers/etcd-$etcd"
  rm -rf "$work"
}

build_coredns() {
  work=$(mktemp -d)
  GOBIN=$work GOFLAGS=-p=2 go install -ldflags '-s -w' "github.com/coredns/coredns@v$coredns"
  mv "$work/coredns" "$servers/coredns-$coredns"
  rm -rf "$work"
}

# The custom resource definitions of the Gateway API, all channels, as its module ships them.
copy_gateway_api() {
  folder=$(go mod download -json "sigs.k8s.io/gateway-api@v$gateway_api" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p')
  mkdir -p "$servers/gateway-api-$gateway_api.part"
  cp "$folder"/config/crd/experimental/*.yaml "$servers/gateway-api-$gateway_api.part/"
  chmod -R u+w "$servers/gateway-api-$gateway_api.part"
  mv "$servers/gateway-api-$gateway_api.part" "$servers/gateway-api-$gateway_api"
}

# Python environments cannot be moved, so that this one is made in its place. pip installs a package after those that it needs: where
# the program is, all is.
install_moto() {
  rm -rf "$servers/moto-$moto"
  python3 -m venv "$servers/moto-$moto"
  "$servers/moto-$moto/bin/python" -m pip install --quiet --disable-pip-version-check "moto[server]==$moto"
}

[ -d "$servers/gateway-api-$gateway_api" ] || copy_gateway_api
[ -x "$servers/etcd-$etcd" ] || build_etcd
[ -x "$servers/kube-apiserver-$kubernetes" ] || build_apiserver
[ -x "$servers/coredns-$coredns" ] || build_coredns
[ -x "$servers/moto-$moto/bin/moto_server" ] || install_moto
ln -sf "etcd-$etcd" "$servers/etcd"
ln -sf "kube-apiserver-$kubernetes" "$servers/kube-apiserver"
ln -sfn "gateway-api-$gateway_api" "$servers/gateway-api"
ln -sf "coredns-$coredns" "$servers/coredns"
ln -sf "moto-$moto/bin/moto_server" "$servers/moto_server"
echo "servers for the end-to-end tests: $servers"
