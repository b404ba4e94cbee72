#!/bin/sh
# Installs what only CI needs from Debian's packages, when it is missing: MediaWiki and PHP for the
# tests against a real wiki, exiftool to look over our copies of pictures. As root with apt-get it
# installs them; otherwise it names them and fails.
set -eu

packages="mediawiki php8.2-cli php8.2-sqlite3 libimage-exiftool-perl"

missing=""
for package in $packages; do
    status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
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
echo "The tests against MediaWiki need these packages:$missing" >&2
echo "Install them with:  sudo apt-get install --no-install-recommends$missing" >&2
exit 1
