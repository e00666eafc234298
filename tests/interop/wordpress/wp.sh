#!/bin/bash
# wp.sh SITE COMMAND …: WordPress' own functions for one of the sites (lab.php says which). `sites` lists them
# as "name address port root theme version"; `SITE cron` sends what WordPress has queued.
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=common.sh
. "$HERE/common.sh"

if [[ ${1:-} = sites ]]; then exec cat "$STATE/sites"; fi
SITE=${1:?wp.sh SITE COMMAND …}
shift
read -r _ address port root _ < <(awk -v site="$SITE" '$1 == site' "$STATE/sites") ||
  cannot "there is no site $SITE: run up.sh"

export LAB_ROOT=$root LAB_HOST
LAB_HOST=$(origin "$address" "$port")
LAB_HOST=${LAB_HOST#http://}
lab() { php -d display_errors=stderr "$HERE/lab.php" "$@"; }

if [[ ${1:-} = cron ]]; then
  lab wait-for-cron
  cd "$root"
  exec php -d max_execution_time=0 -d error_log="$STATE/log/php-$SITE-cron.log" wp-cron.php
fi
lab "$@"
