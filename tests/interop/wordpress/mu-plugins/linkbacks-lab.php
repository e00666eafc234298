<?php
/*
 * Plugin Name: Linkbacks lab
 * Description: Lets WordPress reach loopback and nothing else. What sends and receives linkbacks is its own.
 */

// up.sh --nosleep disables PHP's own; PHP 8 lets it be defined anew then.
if (!function_exists('sleep')) {
    function sleep($seconds)
    {
        return 0;
    }
}

function linkbacks_lab_is_loopback($host)
{
    if (!is_string($host) || $host === '') {
        return false;
    }
    $address = preg_match('/^[0-9.]+$/', $host) ? $host : gethostbyname($host);
    return strncmp($address, '127.', 4) === 0;
}

add_filter('http_request_host_is_external', function ($external, $host) {
    return $external || linkbacks_lab_is_loopback($host);
}, 10, 2);

add_filter('http_allowed_safe_ports', function ($ports, $host, $url) {
    $port = parse_url($url, PHP_URL_PORT);
    return $port && linkbacks_lab_is_loopback($host) ? array_merge($ports, [$port]) : $ports;
}, 10, 3);

// No update checks, no ping services, no mail.
add_filter('pre_http_request', function ($answer, $arguments, $url) {
    return linkbacks_lab_is_loopback(parse_url($url, PHP_URL_HOST)) ? $answer : new WP_Error('lab', "not loopback: $url");
}, 1, 3);
add_filter('pre_wp_mail', '__return_true');

// WordPress takes one ping in 15 seconds from each address. Option lab_noflood = 1 lifts that.
add_action('init', function () {
    if (!get_option('lab_noflood')) {
        return;
    }
    remove_action('check_comment_flood', 'check_comment_flood_db');
    remove_filter('wp_is_comment_flood', 'wp_check_comment_flood', 10);
    add_filter('comment_flood_filter', '__return_false', 99);
});

// Option lab_trace = 1: a line of JSON for each outgoing request.
add_action('http_api_debug', function ($response, $context, $class, $arguments, $url) {
    if (!get_option('lab_trace')) {
        return;
    }
    $failed = is_wp_error($response);
    $line = [
        'method' => $arguments['method'],
        'url' => $url,
        'body' => $arguments['body'],
        'status' => $failed ? $response->get_error_message() : wp_remote_retrieve_response_code($response),
        'answer' => $failed ? null : substr(wp_remote_retrieve_body($response), 0, 1000),
    ];
    file_put_contents(WP_CONTENT_DIR . '/linkbacks-lab.log', json_encode($line, JSON_UNESCAPED_SLASHES) . "\n", FILE_APPEND | LOCK_EX);
}, 10, 5);
