'use strict';

module.exports = {
  rest: { prefix: process.env.LINKBACKS_TEST_API_PREFIX ?? '/api', defaultLimit: 25, maxLimit: 100 },
};
