'use strict';

/** A test puts its own file here (`extraSrc`). */
module.exports = { register() {}, bootstrap() {}, destroy() {} };
