#!/bin/sh
# Installs LibreOffice Calc from Debian's packages, for the tests that send our sheets through it, when
# it is missing. As root with apt-get it installs it; otherwise it names it and fails.
set -eu

command -v soffice >/dev/null 2>&1 && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing: libreoffice-calc"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends libreoffice-calc >/dev/null
    exit 0
fi
echo "The tests with LibreOffice need this package: libreoffice-calc" >&2
echo "Install it with:  sudo apt-get install --no-install-recommends libreoffice-calc" >&2
exit 1
