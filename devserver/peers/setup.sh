#!/usr/bin/env bash
# Fetches what the peers need. Without an argument: the npm packages, which
# `make test` asks too. With "all", for `make peers`: the servers and proxies as
# Debian packages, installed with apt-get and not started.
set -euo pipefail
cd "$(dirname "$0")/../.."

if ! cmp -s devserver/peers/npm/package-lock.json .cache/peers/npm/package-lock.json; then
	echo "Fetching the npm packages that are measured…"
	mkdir -p .cache/peers/npm
	cp devserver/peers/npm/package.json devserver/peers/npm/package-lock.json .cache/peers/npm/
	npm ci --prefix .cache/peers/npm --no-audit --no-fund --ignore-scripts --loglevel=error ||
		{ rm .cache/peers/npm/package-lock.json; exit 1; }
fi
[ "${1:-}" = all ] || exit 0

packages=(nginx-light apache2-bin haproxy varnish lighttpd squid caddy
	python3-websockets python3-tornado python3-aiohttp python3-websocket
	libwebsockets-test-server libwebsockets-dev gcc libc6-dev websocketd curl
	default-jdk-headless libtomcat10-java libjetty9-java libjetty9-extra-java
	erlang-base erlang-crypto erlang-ssl erlang-asn1 erlang-public-key)
missing=()
for p in "${packages[@]}"; do
	dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing+=("$p")
done
if [ ${#missing[@]} -gt 0 ]; then
	command -v apt-get >/dev/null || { echo "make peers takes its servers from Debian: ${missing[*]}. Peers that are not here keep their old cells."; exit 0; }
	root=()
	[ "$(id -u)" -eq 0 ] || root=(sudo)
	echo "Installing: apt-get install ${missing[*]}"
	"${root[@]}" apt-get update -q >/dev/null
	# The two variables keep apt-get from starting the servers that it installs.
	"${root[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 SYSTEMD_OFFLINE=1 apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null
fi
if [ ! -d .cache/peers/cowboy ]; then # Debian has it only inside this package
	tmp=$(mktemp -d)
	trap 'rm -rf "$tmp"' EXIT
	(cd "$tmp" && apt-get download -q rabbitmq-server >/dev/null 2>&1 && dpkg -x rabbitmq-server_*.deb all)
	mkdir -p .cache/peers/cowboy
	cp -r "$tmp"/all/usr/lib/rabbitmq/lib/*/plugins/{cowboy,cowlib,ranch}-* .cache/peers/cowboy/
fi
