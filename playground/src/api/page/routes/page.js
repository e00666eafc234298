const { factories } = require('@strapi/strapi');

// The public site reads published pages without a token.
module.exports = factories.createCoreRouter('api::page.page', {
  only: ['find', 'findOne'],
  config: { find: { auth: false }, findOne: { auth: false } },
});
