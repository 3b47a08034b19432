#!/usr/bin/env bash
# Makes sure that all is here that `make test` uses beside Go: a C compiler (for
# -race), node (runs the wasm tests), npm and axe-core (accessibility), Chromium,
# Firefox and WebKitGTK, and a font with Japanese. On Debian and its kin it installs what is missing with apt-get,
# as root or through sudo; elsewhere it says what is missing and fails.
set -euo pipefail
cd "$(dirname "$0")/../.."

axe=axe-core@4.14.1 # pinned: a new version may bring new rules
ws=ws@8.18.3        # runs the snippets for Node

browser() { # the same names that browsertest looks for
	[ -n "${CHROMIUM:-}" ] && command -v "$CHROMIUM" && return
	command -v chromium || command -v chromium-browser || command -v google-chrome-stable || command -v google-chrome ||
		command -v "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ||
		command -v "/Applications/Chromium.app/Contents/MacOS/Chromium"
}
have() { command -v "$1"; }
any_firefox() { # the same names that devserver/internal/browsers looks for
	[ -n "${FIREFOX:-}" ] && command -v "$FIREFOX" && return
	command -v firefox-esr || command -v firefox || command -v /Applications/Firefox.app/Contents/MacOS/firefox
}
webkit() { have WebKitWebDriver && have Xvfb; }
server() { PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v "$1"; }
python() { # Debian's own, which has Debian's packages
	PATH="/usr/bin:$PATH" python3 -c 'import websocket, websockets, pytest'
}
font() { # a system without fontconfig and apt-get brings its own fonts
	if command -v fc-list; then [ -n "$(fc-list :lang=ja)" ]; else ! command -v apt-get; fi
}

missing=() packages=()
# need WHAT PACKAGES CHECK… A check must not bear the name of a program: command -v
# would find the check itself, and what is missing would never be installed.
need() {
	if ! "${@:3}" >/dev/null 2>&1; then
		missing+=("$1")
		read -ra more <<<"$2"
		packages+=("${more[@]}")
	fi
}
need_all() {
	missing=() packages=()
	need "a C compiler, gcc or clang (go test -race)" "gcc libc6-dev" eval "have gcc || have clang || have cc"
	need "node 18 or later (the tests as wasm)" "nodejs" have node
	need "npm (fetches axe-core, the accessibility checker)" "npm" have npm
	need "Chromium or Chrome (the page's tests; or set CHROMIUM to its path)" "chromium" browser
	need "Firefox (the page's tests; or set FIREFOX to its path)" "firefox-esr" any_firefox
	need "WebKitGTK's driver, and Xvfb, the screen for it (the page's tests)" "webkit2gtk-driver xvfb" webkit
	need "a font with Japanese" "fonts-noto-cjk fontconfig" font
	need "nginx (a proxy in front of the lab)" "nginx-light" server nginx
	need "Apache httpd (the same)" "apache2-bin" server apache2
	need "HAProxy (the same)" "haproxy" server haproxy
	need "Caddy (a block to take away)" "caddy" server caddy
	need "nc (a command to take away)" "netcat-openbsd" have nc
	need "Python's websocket-client, websockets and pytest (snippets to take away)" "python3-websocket python3-websockets python3-pytest" python
}

need_all
if [ ${#missing[@]} -gt 0 ]; then
	printf 'make test also needs %s.\n' "${missing[@]}"
	if command -v apt-get >/dev/null; then
		root=()
		if [ "$(id -u)" -ne 0 ]; then
			command -v sudo >/dev/null || { echo "Install it: apt-get install ${packages[*]} (this needs root, and there is no sudo)."; exit 1; }
			root=(sudo)
		fi
		echo "Installing it: apt-get install ${packages[*]}"
		"${root[@]}" apt-get update -q >/dev/null
		# The two variables keep apt-get from starting the servers that it installs.
		"${root[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 SYSTEMD_OFFLINE=1 apt-get install -y -q --no-install-recommends "${packages[@]}" >/dev/null
		need_all
	fi
	if [ ${#missing[@]} -gt 0 ]; then
		echo "Please install this yourself, then run make test again. Nothing was skipped: the tests did not run."
		exit 1
	fi
fi

if [ "$(cat .cache/axe/version 2>/dev/null)" != "$axe" ]; then
	echo "Fetching $axe (npm)…"
	npm install --prefix .cache/axe --no-save --no-audit --no-fund --ignore-scripts --loglevel=error "$axe"
	echo "$axe" >.cache/axe/version
fi

if [ "$(cat .cache/ws/version 2>/dev/null)" != "$ws" ]; then
	echo "Fetching $ws (npm)…"
	npm install --prefix .cache/ws --no-save --no-audit --no-fund --ignore-scripts --loglevel=error "$ws"
	echo "$ws" >.cache/ws/version
fi
