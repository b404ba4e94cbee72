#!/bin/sh
# Installs the few system libraries that Qt needs on Debian and Ubuntu, when they are missing.
# As root with apt-get it installs them; otherwise it names them and goes on if none is missing.
set -eu

packages="python3-venv libegl1 libgl1 libxkbcommon0 libxkbcommon-x11-0 libdbus-1-3 libfontconfig1
libglib2.0-0 libgssapi-krb5-2 libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0
libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xkb1
fonts-dejavu-core fonts-noto-core xvfb xdotool"

command -v dpkg-query >/dev/null 2>&1 || exit 0   # not Debian: Qt itself will say what is missing

missing=""
for package in $packages; do
    if [ "$package" = python3-venv ] && "${PYTHON:-python3}" -c 'import ensurepip, venv' 2>/dev/null; then
        continue
    fi
    status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    case "$status" in *installed*) [ "$status" != not-installed ] && continue ;; esac
    # newer releases carry a suffix: libglib2.0-0t64
    status=$(dpkg-query -W -f '${db:Status-Status}' "${package}t64" 2>/dev/null || true)
    [ "$status" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing:$missing"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # shellcheck disable=SC2086
    apt-get install -y -qq --no-install-recommends $missing >/dev/null
    exit 0
fi
echo "These system packages are missing:$missing" >&2
echo "Install them with:  sudo apt-get install$missing" >&2
exit 1
