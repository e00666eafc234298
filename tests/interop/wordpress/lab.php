<?php
/*
 * WordPress' own API on the command line; called by wp.sh. Prints JSON.
 *
 *   publish --title T --content HTML [--slug S] [--to-ping "url url"] [--ping-status closed]   id, permalink, trackback
 *   update ID [--title T] [--content HTML] [--to-ping "url url"]
 *   comments ID [--type pingback|trackback]      every state of approval
 *   stored                                       how many comments there are, pings among them
 *   pinged ID                                    what WordPress has pinged, and what is still to do
 *   delete ID
 *   option KEY [VALUE]                           lab_noflood and lab_trace are the lab's own
 *   trace [clear]                                outgoing requests while lab_trace is 1, one JSON a line
 *   info
 */

[$command, $words, $options] = linkbacks_lab_arguments(array_slice($argv, 1));
$_SERVER['HTTP_HOST'] = getenv('LAB_HOST');
$_SERVER['REQUEST_METHOD'] = 'GET';
$_SERVER['REQUEST_URI'] = '/';
$_SERVER['REMOTE_ADDR'] = '127.0.0.1';
if ($command === 'install') {
    define('WP_INSTALLING', true);
}
define('WP_USE_THEMES', false);
require getenv('LAB_ROOT') . '/wp-load.php';
if ($command !== 'install') {
    wp_set_current_user(1);
}

$commands = [
    'install' => 'linkbacks_lab_install',
    'publish' => 'linkbacks_lab_publish',
    'update' => 'linkbacks_lab_update',
    'comments' => 'linkbacks_lab_comments',
    'stored' => fn() => (int) get_comments(['status' => 'any', 'count' => true]),
    'pinged' => 'linkbacks_lab_pinged',
    'delete' => fn($words) => (bool) wp_delete_post((int) $words[0], true),
    'option' => 'linkbacks_lab_option',
    'trace' => 'linkbacks_lab_trace',
    'wait-for-cron' => 'linkbacks_lab_wait_for_cron',
    'info' => fn() => ['version' => get_bloginfo('version'), 'php' => PHP_VERSION, 'url' => home_url('/'), 'theme' => get_option('stylesheet')],
];
if (!isset($commands[$command])) {
    fwrite(STDERR, "unknown command '$command'\n");
    exit(2);
}
$answer = $commands[$command]($words, $options);
if ($answer !== null) {
    echo json_encode($answer, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE), "\n";
}

function linkbacks_lab_arguments($arguments)
{
    $words = $options = [];
    while ($arguments) {
        $word = array_shift($arguments);
        if (strncmp($word, '--', 2) === 0) {
            $options[substr($word, 2)] = array_shift($arguments) ?? '';
        } else {
            $words[] = $word;
        }
    }
    return [array_shift($words) ?? '', $words, $options];
}

function linkbacks_lab_install($words, $options)
{
    require_once ABSPATH . 'wp-admin/includes/upgrade.php';
    if (!is_blog_installed()) {
        wp_install('WordPress lab', 'admin', 'admin@lab.invalid', true, '', 'lab');
    }
    $settings = [
        'permalink_structure' => '/%year%/%monthnum%/%postname%/',
        'default_pingback_flag' => 1,
        'default_ping_status' => 'open',
        'default_comment_status' => 'open',
        'comment_moderation' => 0,
        'comment_previously_approved' => 0,
        'comments_notify' => 0,
        'moderation_notify' => 0,
        'ping_sites' => '',
        'lab_noflood' => 1,
        'lab_trace' => 0,
    ];
    foreach ($settings as $key => $value) {
        update_option($key, $value);
    }
    if (wp_get_theme($options['theme'] ?? '')->exists()) {
        update_option('template', $options['theme']);
        update_option('stylesheet', $options['theme']);
    }
    global $wp_rewrite;
    $wp_rewrite->init();
    flush_rewrite_rules(false);
    wp_unschedule_hook('do_pings');
    foreach (get_posts(['post_type' => ['post', 'page'], 'post_status' => 'any', 'nopaging' => true, 'fields' => 'ids']) as $id) {
        wp_delete_post($id, true);
    }
    return ['version' => get_bloginfo('version'), 'url' => home_url('/')];
}

function linkbacks_lab_publish($words, $options)
{
    $id = wp_insert_post(wp_slash([
        'post_title' => $options['title'] ?? 'Untitled',
        'post_content' => $options['content'] ?? '',
        'post_name' => $options['slug'] ?? '',
        'post_status' => 'publish',
        'post_author' => 1,
        'ping_status' => $options['ping-status'] ?? 'open',
        'to_ping' => $options['to-ping'] ?? '',
    ]), true);
    if (is_wp_error($id)) {
        fwrite(STDERR, $id->get_error_message() . "\n");
        exit(1);
    }
    $GLOBALS['post'] = get_post($id);
    setup_postdata($GLOBALS['post']);
    return ['id' => $id, 'permalink' => get_permalink($id), 'trackback' => get_trackback_url()];
}

function linkbacks_lab_update($words, $options)
{
    $fields = ['title' => 'post_title', 'content' => 'post_content', 'to-ping' => 'to_ping'];
    $post = ['ID' => (int) $words[0]];
    foreach (array_intersect_key($options, $fields) as $option => $value) {
        $post[$fields[$option]] = $value;
    }
    wp_update_post(wp_slash($post));
    return ['id' => $post['ID'], 'permalink' => get_permalink($post['ID'])];
}

function linkbacks_lab_comments($words, $options)
{
    $query = ['post_id' => (int) $words[0], 'status' => 'any', 'type' => $options['type'] ?? '', 'orderby' => 'comment_ID', 'order' => 'ASC'];
    return array_map(fn($comment) => [
        'id' => (int) $comment->comment_ID,
        'type' => $comment->comment_type,
        'approved' => $comment->comment_approved,
        'author' => $comment->comment_author,
        'url' => $comment->comment_author_url,
        'content' => $comment->comment_content,
        'ip' => $comment->comment_author_IP,
    ], get_comments($query));
}

function linkbacks_lab_pinged($words)
{
    $post = get_post((int) $words[0]);
    return ['pinged' => get_pung($post), 'toPing' => get_to_ping($post)];
}

function linkbacks_lab_option($words)
{
    if (isset($words[1])) {
        update_option($words[0], $words[1]);
    }
    return [$words[0] => get_option($words[0])];
}

function linkbacks_lab_trace($words)
{
    $file = WP_CONTENT_DIR . '/linkbacks-lab.log';
    if (!is_file($file)) {
        return;
    }
    if (($words[0] ?? '') === 'clear') {
        unlink($file);
    } else {
        readfile($file);
    }
}

/** Another wp-cron.php may hold the lock; once it died, for a minute at most. */
function linkbacks_lab_wait_for_cron()
{
    while ((float) get_transient('doing_cron') + WP_CRON_LOCK_TIMEOUT > microtime(true)) {
        usleep(250000);
        wp_cache_flush();
    }
}
