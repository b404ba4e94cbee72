#!/bin/sh
# Installs strace from Debian's packages, with which the fault bench records what the program writes,
# when it is missing. As root with apt-get it installs it; otherwise it names it and fails.
set -eu

command -v strace >/dev/null 2>&1 && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing: strace"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends strace >/dev/null
    exit 0
fi
echo "The fault bench needs this package: strace" >&2
echo "Install it with:  sudo apt-get install --no-install-recommends strace" >&2
exit 1
