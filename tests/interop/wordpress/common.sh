# Sourced by up.sh, wp.sh and down.sh: where things are, and how to tell and stop our own processes.

STATE=${LINKBACKS_WP_STATE:-${XDG_CACHE_HOME:-$HOME/.cache}/linkbacks-wordpress}
DB_PORT=${LINKBACKS_WP_DB_PORT:-33306}
PHP_WORKERS=${LINKBACKS_WP_WORKERS:-4}

# name:debian suite:theme package:address:port
# Each site has an address of its own: WordPress compares hosts without ports, and takes two sites on one
# address for the same page ("source and target … same resource"). 6.1 is on port 80, because its HTTP client
# knows few other ports.
SITES=${LINKBACKS_WP_SITES:-"
  wp71:sid:wordpress-theme-twentytwentyfive:127.0.0.11:8811
  wp68:trixie-security:wordpress-theme-twentytwentyfive:127.0.0.12:8812
  wp61:bookworm-security:wordpress-theme-twentytwentythree:127.0.0.13:80
"}

# Unix sockets need a short path.
SOCKETS=/tmp/linkbacks-wp-$(printf %s "$STATE" | cksum | cut -d' ' -f1)

# alive NAME: is the process of $STATE/pid/NAME.pid running, and is it (still) what its name says?
alive() {
  local pid
  pid=$(cat "$STATE/pid/$1.pid" 2>/dev/null) && [[ -n $pid ]] || return 1
  grep -qs "$1" "/proc/$pid/cmdline"
}

# stop NAME: ends it and waits for its end
stop() {
  alive "$1" || return 0
  local pid
  pid=$(cat "$STATE/pid/$1.pid")
  kill -TERM "$pid"
  for _ in $(seq 200); do
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  rm -f "$STATE/pid/$1.pid"
}

# origin ADDRESS PORT: as it stands in a URL
origin() {
  if [[ $2 = 80 ]]; then echo "http://$1"; else echo "http://$1:$2"; fi
}

say() { echo "wordpress: $*" >&2; }
# 2: "cannot run here", as opposed to a failure
cannot() { say "$*"; exit 2; }
