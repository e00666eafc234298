const { factories } = require('@strapi/strapi');

// The public site reads published articles without a token.
module.exports = factories.createCoreRouter('api::article.article', {
  only: ['find', 'findOne'],
  config: { find: { auth: false }, findOne: { auth: false } },
});
