const portOf = (url) => Number(new URL(url).port || 80);

module.exports = ({ env }) => {
  const siteUrl = env('SITE_URL', 'http://localhost:4321');
  const neighbourUrl = env('NEIGHBOUR_URL', 'http://localhost:4322');

  return {
    linkbacks: {
      enabled: true,
      config: {
        siteName: 'The Playground',
        publicUrl: env('PUBLIC_URL', 'http://localhost:1337'),
        contentTypes: {
          'api::article.article': { url: `${siteUrl}/articles/:slug`, title: 'title', excerpt: 'summary' },
          // Localised: each language of a page is an entry of its own, with an address of its own.
          'api::page.page': { url: `${siteUrl}/:locale/pages/:slug`, title: 'title' },
        },
        // For this demo only, where every site runs on this computer. In a project of your own leave `http`
        // out: what is open here is what keeps strangers from making your server fetch private addresses.
        http: {
          allowAddresses: ['127.0.0.0/8', '::1/128'],
          allowPorts: [80, 443, 8080, 8443, portOf(siteUrl), portOf(neighbourUrl)],
        },
        // By default pings go out in production only, ten seconds after the last save.
        send: { enabled: true, settle: 1 },
      },
    },
  };
};
