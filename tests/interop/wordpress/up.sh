#!/bin/bash
# Brings up real WordPress sites on loopback: WordPress and its themes out of Debian's packages (unpacked, not
# installed), PHP-FPM and nginx, a MariaDB with a data folder of its own. Can be run at any time; does only what
# is not done yet. Ends with exit code 2 and a sentence when it cannot work here.
#   up.sh [--nosleep]     WordPress' sleep(1) in pingback.ping does nothing: for measuring only
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=common.sh
. "$HERE/common.sh"
MODE=stock
if [[ ${1:-} = --nosleep ]]; then MODE=nosleep; fi

machine_packages() {
  local missing=() package
  for package in php-cli php-fpm php-mysql php-xml php-curl php-mbstring mariadb-server-core mariadb-client-core nginx-light curl; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' && continue
    [[ $package = nginx-light ]] && command -v nginx >/dev/null && continue
    missing+=("$package")
  done
  ((${#missing[@]})) || return 0
  [[ $(id -u) = 0 ]] || cannot "these packages are missing and only root can install them: ${missing[*]}"
  say "installing ${missing[*]}"
  # The packages would start their services; a policy that answers 101 keeps them from it.
  local policy=/usr/sbin/policy-rc.d made=0
  if [[ ! -e $policy ]]; then
    printf '#!/bin/sh\nexit 101\n' >$policy
    chmod 755 $policy
    made=1
  fi
  export DEBIAN_FRONTEND=noninteractive
  local ok=1
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$STATE/log/apt.log" 2>&1 || ok=0
  ((made)) && rm -f $policy
  ((ok)) || cannot "apt could not install ${missing[*]}: see $STATE/log/apt.log"
}

# apt with lists and sources of its own: nothing of another suite gets near the machine's packages
apt_aside() {
  (
    cd "$STATE/debs"
    apt-get -qq -o Dir::Etc="$STATE/apt/etc" -o Dir::Etc::sourcelist="$STATE/apt/etc/sources.list" \
      -o Dir::Etc::sourceparts="$STATE/apt/etc/sources.list.d" -o Dir::Etc::parts="$STATE/apt/etc/apt.conf.d" \
      -o Dir::State="$STATE/apt/state" -o Dir::State::status=/var/lib/dpkg/status -o Dir::Cache="$STATE/apt/cache" \
      -o APT::Sandbox::User=root "$@" >>"$STATE/log/apt-aside.log" 2>&1
  )
}

APT_READY=0
prepare_apt_aside() {
  ((APT_READY)) && return
  APT_READY=1
  mkdir -p "$STATE"/apt/{etc/apt.conf.d,etc/sources.list.d,etc/preferences.d,state/lists/partial,cache/archives/partial}
  # the mirrors that this machine uses already
  local targets main security key=/usr/share/keyrings/debian-archive-keyring.gpg
  targets=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 'Created-By: Packages')
  main=$(awk '$2 !~ /-/ { print $1; exit }' <<<"$targets")
  security=$(awk '$2 ~ /-security$/ { print $1; exit }' <<<"$targets")
  [[ -n $main && -n $security ]] || cannot "this machine has no Debian package sources"
  printf "deb [signed-by=$key] %s %s main\n" \
    "$main" bookworm "$security" bookworm-security "$main" trixie "$security" trixie-security "$main" sid \
    >"$STATE/apt/etc/sources.list"
  cp /etc/apt/apt.conf.d/99* "$STATE/apt/etc/apt.conf.d/" 2>/dev/null || true
  apt_aside update || true
}

# download NAME SUITE…: the first suite that has it; '' for any
download() {
  local name=$1 suite
  shift
  for suite in "$@"; do
    apt_aside download "$name${suite:+/$suite}" && return 0
  done
  return 1
}

# unpack NAME SUITE THEME: one tree for each site
unpack() {
  local tree=$STATE/trees/$1 suite=$2 theme=$3 base=${2%-security} deb
  [[ -f $tree/.unpacked ]] && return 0
  prepare_apt_aside
  rm -rf "$tree" "$tree.part" "$STATE/debs"
  mkdir -p "$tree.part" "$STATE/debs"
  download wordpress "$suite" "$base" || return 1
  download "$theme" "$suite" "$base" '' || say "$1 has no theme $theme"
  download php-getid3 "$base" '' || say "$1 has no php-getid3"
  download libphp-phpmailer "$base" '' || say "$1 has no libphp-phpmailer"
  for deb in "$STATE"/debs/*.deb; do dpkg -x "$deb" "$tree.part"; done
  local root=$tree.part/usr/share/wordpress
  rm -rf "$root/wp-config.php" "$root/.htaccess"
  cp -rn "$tree.part/var/lib/wordpress/." "$root/" 2>/dev/null || true
  mv "$tree.part" "$tree"
  touch "$tree/.unpacked"
}

# Writes $STATE/sites: name address port root theme version, one line for each site
trees() {
  local spec name suite theme address port root version
  : >"$STATE/sites"
  for spec in $SITES; do
    IFS=: read -r name suite theme address port <<<"$spec"
    if ! unpack "$name" "$suite" "$theme"; then
      say "$name is left out: Debian's $suite has no WordPress for us (see $STATE/log/apt-aside.log)"
      continue
    fi
    root=$STATE/trees/$name/usr/share/wordpress
    version=$(sed -n "s/^\$wp_version = '\(.*\)';/\1/p" "$root/wp-includes/version.php")
    echo "$name $address $port $root ${theme#wordpress-theme-} $version" >>"$STATE/sites"
  done
  [[ -s $STATE/sites ]] || cannot "no WordPress could be downloaded: see $STATE/log/apt-aside.log"
}

each_site() { # CALLBACK, called with the columns of $STATE/sites
  local line
  while read -r -a line <&3; do "$1" "${line[@]}"; done 3<"$STATE/sites"
}

sql() { mariadb --no-defaults --socket="$SOCKETS/db.sock" --user=root "$@"; }
create_database() { sql -e "CREATE DATABASE IF NOT EXISTS $1 CHARACTER SET utf8mb4"; }

database() {
  if ! alive mariadbd; then
    [[ -d $STATE/db/mysql ]] ||
      mariadb-install-db --no-defaults --user="$(id -un)" --datadir="$STATE/db" --auth-root-authentication-method=normal \
        --skip-test-db >"$STATE/log/database-install.log" 2>&1
    mariadbd --no-defaults --user="$(id -un)" --datadir="$STATE/db" --socket="$SOCKETS/db.sock" \
      --pid-file="$STATE/pid/mariadbd.pid" --bind-address=127.0.0.1 --port="$DB_PORT" --skip-log-bin \
      --log-error="$STATE/log/mariadbd.log" >/dev/null 2>&1 </dev/null &
    disown
    local tries
    for tries in $(seq 1800); do
      sql -e 'SELECT 1' >/dev/null 2>&1 && break
      ((tries < 1800)) || { say "MariaDB does not answer: see $STATE/log/mariadbd.log"; exit 1; }
      sleep 0.1
    done
  fi
  each_site create_database
  sql -e "CREATE USER IF NOT EXISTS 'wp'@'localhost' IDENTIFIED BY 'wp'; GRANT ALL ON *.* TO 'wp'@'localhost'"
}

configure_wordpress() { # NAME ADDRESS PORT ROOT THEME VERSION
  local url
  url=$(origin "$2" "$3")
  cat >"$4/wp-config.php" <<PHP
<?php
define('DB_NAME', '$1');
define('DB_USER', 'wp');
define('DB_PASSWORD', 'wp');
define('DB_HOST', 'localhost:$SOCKETS/db.sock');
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
define('WP_HOME', '$url');
define('WP_SITEURL', '$url');
foreach (['AUTH_KEY', 'SECURE_AUTH_KEY', 'LOGGED_IN_KEY', 'NONCE_KEY', 'AUTH_SALT', 'SECURE_AUTH_SALT', 'LOGGED_IN_SALT', 'NONCE_SALT'] as \$key) {
    define(\$key, 'linkbacks-lab-' . \$key);
}
define('WP_ENVIRONMENT_TYPE', 'production'); // from 7.1 on pings are sent in production only
define('DISABLE_WP_CRON', true);             // wp.sh runs it, when a test asks for it
define('AUTOMATIC_UPDATER_DISABLED', true);
define('WP_AUTO_UPDATE_CORE', false);
define('DISALLOW_FILE_MODS', true);
define('WP_DEBUG', false);
\$table_prefix = 'wp_';
if (!defined('ABSPATH')) {
    define('ABSPATH', __DIR__ . '/');
}
require_once ABSPATH . 'wp-settings.php';
PHP
  mkdir -p "$4/wp-content/mu-plugins" "$4/wp-content/uploads"
  cp "$HERE/mu-plugins/linkbacks-lab.php" "$4/wp-content/mu-plugins/"
}

as_root() { [[ $(id -u) != 0 ]] || echo "$@"; }

fpm_pool() {
  cat <<CONF
[$1]
$(as_root 'user = root')
$(as_root 'group = root')
listen = $SOCKETS/$1.sock
pm = static
pm.max_children = $PHP_WORKERS
catch_workers_output = yes
php_admin_value[memory_limit] = 256M
php_admin_value[error_log] = $STATE/log/php-$1.log
php_admin_flag[log_errors] = on
php_admin_flag[display_errors] = off
$([[ $MODE = stock ]] || echo 'php_admin_value[disable_functions] = sleep')
CONF
}

nginx_server() {
  cat <<CONF
  server {
    listen $2:$3;
    root $4;
    index index.php;
    location / { try_files \$uri \$uri/ /index.php?\$args; }
    location ~ \.php\$ {
      try_files \$uri =404;
      include /etc/nginx/fastcgi_params;
      fastcgi_pass unix:$SOCKETS/$1.sock;
      fastcgi_param SCRIPT_FILENAME \$document_root\$fastcgi_script_name;
      fastcgi_param SERVER_NAME $2;
      fastcgi_param HTTP_HOST \$http_host;
    }
  }
CONF
}

web_server() {
  {
    printf '[global]\npid = %s\nerror_log = %s\ndaemonize = yes\n' "$STATE/pid/php-fpm.pid" "$STATE/log/php-fpm.log"
    each_site fpm_pool
  } >"$STATE/php-fpm.conf"
  {
    as_root 'user root;'
    cat <<CONF
worker_processes 1;
pid $STATE/pid/nginx.pid;
error_log $STATE/log/nginx.log;
events { worker_connections 512; }
http {
  default_type text/html;
  access_log $STATE/log/access.log;
  fastcgi_read_timeout 60s;
  client_body_temp_path $STATE/tmp/body;
  fastcgi_temp_path $STATE/tmp/fastcgi;
  proxy_temp_path $STATE/tmp/proxy;
  scgi_temp_path $STATE/tmp/scgi;
  uwsgi_temp_path $STATE/tmp/uwsgi;
CONF
    each_site nginx_server
    echo '}'
  } >"$STATE/nginx.conf"
  local fpm
  fpm=$(find /usr/sbin -name 'php-fpm*' | sort -V | tail -1)
  [[ $(cat "$STATE/mode" 2>/dev/null) = "$MODE" ]] || stop php-fpm
  echo "$MODE" >"$STATE/mode"
  alive php-fpm || "$fpm" $(as_root -R) -y "$STATE/php-fpm.conf" >>"$STATE/log/php-fpm-start.log" 2>&1
  if alive nginx; then
    nginx -e "$STATE/log/nginx.log" -c "$STATE/nginx.conf" -s reload
  else
    nginx -e "$STATE/log/nginx.log" -c "$STATE/nginx.conf"
  fi
}

install_wordpress() {
  [[ -f $STATE/trees/$1/.installed ]] && return 0
  "$HERE/wp.sh" "$1" install --theme "$5" >&2 </dev/null
  touch "$STATE/trees/$1/.installed"
}

report() { say "$6 as $1 on $(origin "$2" "$3")"; }

mkdir -p "$STATE"/{log,debs,trees,pid,tmp} "$SOCKETS"
machine_packages
trees
each_site configure_wordpress
database
web_server
each_site install_wordpress
each_site report
