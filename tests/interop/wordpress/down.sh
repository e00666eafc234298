#!/bin/bash
# Ends what up.sh started, by process id. --wipe removes databases, trees and state as well.
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=common.sh
. "$HERE/common.sh"

stop nginx
stop php-fpm
stop mariadbd
if [[ ${1:-} = --wipe ]]; then rm -rf "$STATE" "$SOCKETS"; fi
