/** The direction of dependencies (docs: README, "How it is built"). A broken rule fails `npm run lint`. */
const CORE = '(^|/)server/src/core/';

module.exports = {
  forbidden: [
    {
      name: 'core-knows-only-itself',
      comment:
        'server/src/core imports nothing of the other folders: the protocols know no Strapi, no Koa, no database.',
      severity: 'error',
      from: { path: CORE },
      to: { path: '(^|/)(server/src/(?!core/)|admin/|playground/|tests/)' },
    },
    {
      name: 'core-knows-no-framework',
      comment: 'server/src/core imports neither Strapi nor Koa nor knex, not even as types.',
      severity: 'error',
      from: { path: CORE },
      to: { path: '(^|/)node_modules/(@strapi/|@types/koa|koa|@koa/|knex)|^(@strapi/|koa|@koa/|knex)' },
    },
    {
      name: 'admin-imports-contracts-only-as-types',
      comment: 'The admin bundle shares the types of server/src/contracts and nothing that runs.',
      severity: 'error',
      from: { path: '(^|/)admin/src/' },
      to: { path: '(^|/)server/src/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'admin-imports-contracts-only',
      severity: 'error',
      from: { path: '(^|/)admin/src/' },
      to: { path: '(^|/)server/src/(?!contracts/)' },
    },
    {
      name: 'services-know-no-controllers',
      comment: 'Dependencies point inwards: controllers → services → core.',
      severity: 'error',
      from: { path: '(^|/)server/src/(services|adapters|core)/' },
      to: { path: '(^|/)server/src/(controllers|routes|policies)/' },
    },
    {
      name: 'no-cycles',
      comment: 'Types may know each other; what runs may not go round in circles.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: require('node:path').join(__dirname, 'server/tsconfig.json') },
  },
};
